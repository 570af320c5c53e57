import { type Check, expect, expectEqual } from './check.ts';
import { expectStatus } from './expect-answer.ts';
import { readStream, spreadOf } from './read-stream.ts';

const ANTHROPIC = { 'anthropic-version': '2023-06-01' };
const messages = (content: string) => [{ role: 'user', content }];
const OK = 'Reply with the word OK.';
const COUNT = 'Count from 1 to 30, one number per line.';

/** The APIs of others. */
export const DIALECT_CHECKS: readonly Check[] = [
  {
    name: 'speaks Anthropic’s messages',
    run: async ({ call, model }) => {
      const body = { model, max_tokens: 100, messages: messages(OK) };
      const message = expectStatus(await call('POST', '/v1/messages', { body, headers: ANTHROPIC }), 200);
      expectEqual('type', message.type, 'message');
      expect(message.content?.[0]?.text?.length > 0, 'the answer is empty');
      return undefined;
    },
  },
  {
    name: 'streams Anthropic’s messages',
    run: async (deployed) => {
      const body = { model: deployed.model, max_tokens: 300, messages: messages(COUNT), stream: true };
      const stream = await readStream(deployed, '/v1/messages', body);
      expectEqual('the first event', stream.events[0]?.event, 'message_start');
      expectEqual('the last event', stream.events.at(-1)?.event, 'message_stop');
      return spreadOf(stream);
    },
  },
  {
    name: 'counts tokens as Anthropic’s API does',
    run: async ({ call, model }) => {
      const body = { model, messages: messages(OK) };
      const { input_tokens } = expectStatus(await call('POST', '/v1/messages/count_tokens', { body }), 200);
      expect(input_tokens > 0, `input_tokens is ${input_tokens}`);
      return `${input_tokens} tokens`;
    },
  },
  {
    name: 'speaks OpenAI’s chat completions',
    run: async ({ call, model }) => {
      const body = { model, messages: messages(OK) };
      const completion = expectStatus(await call('POST', '/v1/chat/completions', { body }), 200);
      expectEqual('object', completion.object, 'chat.completion');
      expect(completion.choices?.[0]?.message?.content?.length > 0, 'the answer is empty');
      return undefined;
    },
  },
  {
    name: 'streams OpenAI’s chat completions',
    run: async (deployed) => {
      const body = { model: deployed.model, messages: messages(COUNT), stream: true };
      const stream = await readStream(deployed, '/v1/chat/completions', body);
      expectEqual('the end', stream.events.at(-1)?.data, '[DONE]');
      return spreadOf(stream);
    },
  },
  {
    name: 'speaks OpenAI’s responses',
    run: async ({ call, model }) => {
      const response = expectStatus(await call('POST', '/v1/responses', { body: { model, input: OK } }), 200);
      expectEqual('object', response.object, 'response');
      expectEqual('status', response.status, 'completed');
      return undefined;
    },
  },
  {
    name: 'streams OpenAI’s responses',
    run: async (deployed) => {
      const body = { model: deployed.model, input: COUNT, stream: true };
      const stream = await readStream(deployed, '/v1/responses', body);
      expectEqual('the last event', stream.events.at(-1)?.event, 'response.completed');
      return spreadOf(stream);
    },
  },
  {
    name: 'fails in the words of either vendor',
    run: async ({ call }) => {
      for (const path of ['/v1/messages', '/v1/chat/completions', '/v1/responses']) {
        const { type, error } = expectStatus(await call('POST', path, { body: {} }), 400);
        expectEqual(`type of ${path}`, type, 'error');
        expectEqual(`error.type of ${path}`, error?.type, 'invalid_request_error');
      }
      return undefined;
    },
  },
];
