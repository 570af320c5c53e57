import { z } from 'zod';
import { BatchBody } from '#core/batches/batch-body.ts';
import { BatchJson } from '#core/batches/batch-json.ts';
import { BatchListQuery, MessageBatchListQuery } from '#core/batches/batch-list-query.ts';
import { MessageBatchBody } from '#core/batches/message-batch-body.ts';
import { MessageBatchJson } from '#core/batches/message-batch-json.ts';
import { listJson } from '#core/http/list-json.ts';
import { RedirectJson } from '#core/http/redirect-json.ts';
import { CALLER } from './credentials.ts';
import type { Route } from './route.ts';

const OPENAI = { ...CALLER, dialect: 'openai' } as const;
const ANTHROPIC = { ...CALLER, dialect: 'anthropic' } as const;

const BATCHES = '/v1/batches';
const MESSAGE_BATCHES = '/v1/messages/batches';

const DeletedJson = z.object({ id: z.string(), type: z.literal('message_batch_deleted') });

/** Many requests that run when there is room for them, as OpenAI’s and Anthropic’s APIs have them. */
export const BATCH_ROUTES = [
  {
    ...OPENAI,
    method: 'POST',
    path: BATCHES,
    operation: 'createBatch',
    summary: 'Create a batch of a file of requests, as OpenAI’s API does',
    body: BatchBody,
    response: BatchJson,
  },
  {
    ...OPENAI,
    method: 'GET',
    path: BATCHES,
    operation: 'listBatches',
    summary: 'List the batches of OpenAI’s API, newest first',
    query: BatchListQuery,
    response: listJson(BatchJson),
  },
  {
    ...OPENAI,
    method: 'GET',
    path: `${BATCHES}/{id}`,
    operation: 'getBatch',
    summary: 'Read a batch',
    response: BatchJson,
  },
  {
    ...OPENAI,
    method: 'POST',
    path: `${BATCHES}/{id}/cancel`,
    operation: 'cancelBatch',
    summary: 'Cancel a batch',
    response: BatchJson,
  },
  {
    ...ANTHROPIC,
    method: 'POST',
    path: MESSAGE_BATCHES,
    operation: 'createMessageBatch',
    summary: 'Create a batch of messages, as Anthropic’s API does',
    body: MessageBatchBody,
    response: MessageBatchJson,
  },
  {
    ...ANTHROPIC,
    method: 'GET',
    path: MESSAGE_BATCHES,
    operation: 'listMessageBatches',
    summary: 'List the batches of Anthropic’s API, newest first',
    query: MessageBatchListQuery,
    response: listJson(MessageBatchJson),
  },
  {
    ...ANTHROPIC,
    method: 'GET',
    path: `${MESSAGE_BATCHES}/{id}`,
    operation: 'getMessageBatch',
    summary: 'Read a batch of messages',
    response: MessageBatchJson,
  },
  {
    ...ANTHROPIC,
    method: 'DELETE',
    path: `${MESSAGE_BATCHES}/{id}`,
    operation: 'deleteMessageBatch',
    summary: 'Delete a batch of messages that has ended, with its prompts',
    response: DeletedJson,
  },
  {
    ...ANTHROPIC,
    method: 'POST',
    path: `${MESSAGE_BATCHES}/{id}/cancel`,
    operation: 'cancelMessageBatch',
    summary: 'Cancel a batch of messages',
    response: MessageBatchJson,
  },
  {
    ...ANTHROPIC,
    method: 'GET',
    path: `${MESSAGE_BATCHES}/{id}/results`,
    operation: 'getMessageBatchResults',
    summary: 'Be sent to where the results of a batch of messages can be read',
    successStatus: 307,
    response: RedirectJson,
  },
] as const satisfies readonly Route[];
