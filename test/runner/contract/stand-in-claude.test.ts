import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { RunEvent } from '#core/runs/run-event.ts';
import { writeStandInClaude } from '#test/fakes/stand-in-claude/write-stand-in-claude.ts';
import { openTestRunner, type TestRunner } from '#test/runner/open-test-runner.ts';
import type { RunChanges } from '#test/runner/run-request.ts';

const original = await openTestRunner();
const standIn = await openTestRunner({ claude: await writeStandInClaude({ after }) });
after(() => Promise.all([original.close(), standIn.close()]));

/** What no two runs have in common, or was counted by the gate, and words for people. */
const LEFT_OUT = new Set(['sessionId', 'id', 'timings', 'metrics', 'message']);

/** What the gate has counted, and what is said when something is asked for again. */
const PASSED_OVER = new Set<RunEvent['kind']>(['usage', 'retry']);

/** What a run says, and what the model is sent at first. */
const seenOf = async (bench: TestRunner, changes: RunChanges): Promise<unknown> => {
  const callsBefore = bench.model.calls.length;
  const events = (await bench.run(changes)).filter(({ kind }) => !PASSED_OVER.has(kind));
  const call = bench.model.calls[callsBefore]?.body as Readonly<Record<string, unknown>>;
  const { system, messages, temperature, thinking } = call;
  const seen = { events, system, messages, temperature, thinking };
  return JSON.parse(JSON.stringify(seen, (name, value) => (LEFT_OUT.has(name) ? undefined : value)));
};

const WEATHER = { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } };
const BERN = '[[tool: get_weather {"city":"Bern"}]]';
const SCHEMA = { type: 'object', properties: { name: { type: 'string' } } };

const RUNS: Readonly<Record<string, RunChanges>> = {
  'a text': { prompt: '[[say: hello]]', system: 'Be brief.', parameters: { temperature: 0.5 } },
  thinking: {
    prompt: '[[think: Hm.]] [[say: hello]]',
    parameters: { max_tokens: 4000, thinking: { type: 'enabled', budget_tokens: 2000 } },
  },
  'calls of tools of the caller': { prompt: `${BERN} ${BERN}`, parameters: { tools: [WEATHER] } },
  'an answer by a schema': { prompt: '[[tool: StructuredOutput {"name":"Ada"}]]', outputSchema: SCHEMA },
  'an answer without the JSON asked for': { prompt: '[[say: no]] [[always]]', outputSchema: SCHEMA },
  'an answer that is cut at the length asked for': {
    prompt: '[[stop: max_tokens]]',
    parameters: { max_tokens: 5 },
  },
  'a refusal': { prompt: '[[stop: refusal]] [[always]]' },
  'a stop sequence': { prompt: '[[stop: stop_sequence]]', parameters: { stop_sequences: ['END'] } },
  'a credential that is refused': { prompt: '[[fail: 401]]' },
  'a stream that ends in an error': { prompt: '[[chars: 2000]] [[error]] [[always]]' },
  'a model that is silent': { prompt: '[[hang]]', stallTimeoutMs: 1_500 },
  'a run that is ended for saying too much': { prompt: '[[chars: 3000]]', maxOutputBytes: 1_000 },
};

describe('what stands in for Claude Code', () => {
  for (const [what, changes] of Object.entries(RUNS)) {
    test(`says of ${what} what that says, and calls the model as that does`, async () => {
      const [seen, expected] = await Promise.all([seenOf(standIn, changes), seenOf(original, changes)]);
      assert.deepEqual(seen, expected);
    });
  }
});
