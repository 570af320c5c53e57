import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { createSseParser } from '#gate/sse-parser.ts';

/*
 * Stands in for Claude Code, run as a program of its own: does what that does of a chat, but starts in a fifth of the
 * time. It calls the model once, and says what comes as Claude Code says it.
 *
 * It has no agent, asks for nothing again that has failed or was cut, and takes what the model gives its tool for an
 * answer by a schema as it is. `test/runner/contract/stand-in-claude.test.ts` holds it to be like the original.
 */

/** What `initialize` brings. */
interface Configuration {
  readonly systemPrompt: readonly string[];
  readonly jsonSchema?: object;
  readonly agents: { readonly main: { readonly model: string } };
}

const { ANTHROPIC_BASE_URL: baseUrl = '', ANTHROPIC_API_KEY: apiKey = '' } = process.env;
const sessionId = randomUUID();

const say = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const answerTool = ({ jsonSchema }: Configuration): readonly object[] =>
  jsonSchema ? [{ name: 'StructuredOutput', description: 'Takes the answer.', input_schema: jsonSchema }] : [];

const toBody = (text: string, configuration: Configuration) => ({
  model: configuration.agents.main.model,
  messages: [{ role: 'user', content: [{ type: 'text', text }] }],
  system: ["You are a Claude agent, built on Anthropic's Claude Agent SDK.", ...configuration.systemPrompt].map(
    (text) => ({ type: 'text', text }),
  ),
  tools: answerTool(configuration),
  metadata: { user_id: JSON.stringify({ session_id: sessionId }) },
  max_tokens: 32_000,
  stream: true,
});

/** What the model has said, as far as the last line tells of it. */
interface Answer {
  stopReason: string | undefined;
  /** What the tool for an answer by a schema was given. */
  output: string | undefined;
  /** Of the error in which the stream ended. */
  failure: number | undefined;
}

const ERRORS: Readonly<Record<string, number>> = { overloaded_error: 529 };

/** Repeats an event of the model's stream, and notes of it what the last line needs. */
const repeat = (data: string, answer: Answer): void => {
  const event = JSON.parse(data);
  if (event.type === 'error') {
    answer.failure = ERRORS[event.error.type] ?? 500;
    return;
  }
  const { content_block: block, delta } = event;
  if (block?.name === 'StructuredOutput') answer.output = '';
  if (answer.output !== undefined) answer.output += delta?.partial_json ?? '';
  answer.stopReason = delta?.stop_reason ?? answer.stopReason;
  say({ type: 'stream_event', event });
};

/** Calls the model. @throws Error if it is interrupted, or the connection ends too early. */
const callModel = async (body: object, signal: AbortSignal): Promise<Answer> => {
  const answer: Answer = { stopReason: undefined, output: undefined, failure: undefined };
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' };
  const call = request(`${baseUrl}/v1/messages?beta=true`, { method: 'POST', headers, signal });
  call.end(JSON.stringify(body));
  const [response] = await once(call, 'response', { signal });
  if (response.statusCode !== 200) return { ...answer, failure: response.statusCode };
  const parse = createSseParser((data) => repeat(data, answer));
  for await (const chunk of response) parse(chunk);
  return answer;
};

/** As if the tool had been run. */
const sayToolUse = (json: string): void => {
  const use = { type: 'tool_use', id: 'toolu_1', name: 'StructuredOutput', input: JSON.parse(json) };
  const content = 'Structured output provided successfully';
  say({ type: 'assistant', message: { content: [use] } });
  say({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: use.id, content }] } });
};

const resultOf = ({ failure, stopReason, output }: Answer): object => {
  if (failure !== undefined) {
    return { is_error: true, terminal_reason: 'api_error', api_error_status: failure, result: `API Error: ${failure}` };
  }
  if (output !== undefined) sayToolUse(output);
  return {
    ...{ is_error: stopReason === 'refusal', stop_reason: stopReason, terminal_reason: 'completed', result: '' },
    ...(output !== undefined && { structured_output: JSON.parse(output) }),
  };
};

const interruption = new AbortController();
let configuration: Configuration | undefined;

const answer = async (text: string, given: Configuration): Promise<void> => {
  say({ type: 'system', subtype: 'init', session_id: sessionId, model: given.agents.main.model });
  const result = await callModel(toBody(text, given), interruption.signal).then(resultOf, () =>
    interruption.signal.aborted
      ? { is_error: true, terminal_reason: 'aborted_streaming' }
      : { is_error: true, terminal_reason: 'api_error', api_error_status: null },
  );
  say({ type: 'result', subtype: 'success', ...result });
};

if (process.argv.includes('--version')) process.stdout.write('0.0.0 (Claude Code)\n');
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.type === 'user' && configuration) void answer(message.message.content[0].text, configuration);
  if (message.type !== 'control_request') continue;
  if (message.request.subtype === 'initialize') configuration = message.request;
  if (message.request.subtype === 'interrupt') interruption.abort();
  say({ type: 'control_response', response: { subtype: 'success', request_id: message.request_id } });
}
