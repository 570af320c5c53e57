import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openProduct } from '#test/product/open-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { CLIENTS as ANTHROPIC_CLIENTS } from './anthropic-clients.ts';
import { CLIENTS as OPENAI_CLIENTS } from './openai-clients.ts';

const product = await openProduct({ after });

const AGENT = { 'headless-claude-profile': 'agent' };

const ask = (content: string) => ({ model: 'haiku', messages: [{ role: 'user' as const, content }] });

for (const [name, connect] of ANTHROPIC_CLIENTS) {
  describe(`an agent with ${name}`, () => {
    it('comes as one message of all that it says, and nothing of the tools that it uses here', async () => {
      const { messages } = connect(product, { defaultHeaders: AGENT });
      const stream = messages.stream({ ...ask('[[bash: echo $((6*7))]]'), max_tokens: 2000 });
      const message = await stream.finalMessage();
      const [block, ...others] = message.content;
      assert.ok(block?.type === 'text' && others.length === 0);
      assert.match(block.text, /42/);
      assert.equal(message.stop_reason, 'end_turn');
    });

    it('says so when it has reached its budget', async () => {
      const { data, response } = await connect(product)
        .messages.create(
          {
            ...ask('[[bash: echo x]] [[turns: 5]] [[usage: output=100000]]'),
            ...{ max_tokens: 2000, metadata: { profile: 'agent' } as object },
          },
          { headers: { 'headless-claude-max-cost-usd': '0.06' } },
        )
        .withResponse();
      assert.equal(data.stop_reason, 'max_tokens');
      assert.equal(data.stop_details?.type as string, 'max_cost');
      assert.equal(response.headers.get('headless-claude-stop-reason'), 'max_cost');
    });
  });
}

for (const [name, connect] of OPENAI_CLIENTS) {
  describe(`an agent with ${name}`, () => {
    it('runs by a header or by metadata, and its tools are not the caller’s to run', async () => {
      const body = ask('[[bash: echo $((6*7))]]');
      const byMetadata = await connect(product).chat.completions.create({
        ...body,
        metadata: { profile: 'agent', team: 'blue' },
      });
      assert.match(byMetadata.choices[0]?.message.content ?? '', /42/);
      assert.equal(byMetadata.choices[0]?.message.tool_calls, undefined);
      const kept = await readJson(await product.call('GET', `/v1/prompts/${byMetadata.id}`));
      assert.deepEqual([kept.profile, kept.metadata], ['agent', { team: 'blue' }]);

      const agent = connect(product, { defaultHeaders: AGENT });
      const chunks = await Array.fromAsync(await agent.chat.completions.create({ ...body, stream: true }));
      assert.match(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), /42/);
      assert.ok(chunks.every(({ choices }) => choices[0]?.delta.tool_calls === undefined));
    });
  });
}
