import { z } from 'zod';
import { parseInput } from '#core/errors/parse-input.ts';
import { parseJson } from '#core/http/parse-json.ts';
import type { BatchEndpoint } from './batch.ts';

/** As much as a request of its own may have: API Gateway's limit. */
export const MAX_LINE_BYTES = 10 * 1024 * 1024;

/** A request of a batch. */
export interface InputLine {
  readonly customId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const customId = z.string().min(1, 'must not be empty').max(64, 'must have up to 64 characters');

/** What Anthropic's API takes a request of a batch by. */
export const MessageLine = z.looseObject({
  custom_id: customId.regex(/^[\w-]+$/, 'must be letters, digits, - and _'),
  params: z.looseObject({}).meta({ description: 'The body of a `POST /v1/messages`. Checked when it runs.' }),
});

const requestLine = (endpoint: BatchEndpoint) =>
  z.looseObject({
    custom_id: customId,
    method: z.literal('POST', 'must be "POST"'),
    url: z.literal(endpoint, `must be "${endpoint}", the endpoint of the batch`),
    body: z.looseObject({}),
  });

const REQUEST_LINES = {
  '/v1/chat/completions': requestLine('/v1/chat/completions'),
  '/v1/responses': requestLine('/v1/responses'),
};

/**
 * The request that a line is.
 *
 * @throws ServiceError `invalid_request`; without fields if it is not JSON.
 */
export const readInputLine = (text: string, endpoint: BatchEndpoint): InputLine => {
  const value = parseJson(text, 'line');
  if (endpoint === '/v1/messages') {
    const { custom_id, params } = parseInput(MessageLine, value, 'line');
    return { customId: custom_id, body: params };
  }
  const { custom_id, body } = parseInput(REQUEST_LINES[endpoint], value, 'line');
  return { customId: custom_id, body };
};
