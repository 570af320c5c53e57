import { z } from 'zod';
import { MessageJson } from '#core/dialects/anthropic/message-json.ts';
import { CountTokensBody, MessagesBody } from '#core/dialects/anthropic/messages-body.ts';
import { ChatBody } from '#core/dialects/openai/chat/chat-body.ts';
import { ChatCompletion } from '#core/dialects/openai/chat/chat-completion.ts';
import { ResponseBody } from '#core/dialects/openai/responses/response-body.ts';
import { ResponseJson } from '#core/dialects/openai/responses/response-json.ts';
import { listJson } from '#core/http/list-json.ts';
import { ModelJson } from '#core/models/model-json.ts';
import { ModelListQuery } from '#core/models/model-list-query.ts';
import { CALLER } from './credentials.ts';
import type { Route } from './route.ts';

const TokenCountJson = z.object({ input_tokens: z.int().meta({ description: 'An estimate.' }) });

/** What other vendors’ APIs run prompts by, and ask for models with. */
export const DIALECT_ROUTES = [
  {
    ...CALLER,
    dialect: 'anthropic',
    method: 'POST',
    path: '/v1/messages',
    operation: 'createMessage',
    summary: 'Create a message, as Anthropic’s API does',
    body: MessagesBody,
    response: MessageJson,
  },
  {
    ...CALLER,
    dialect: 'anthropic',
    method: 'POST',
    path: '/v1/messages/count_tokens',
    operation: 'countTokens',
    summary: 'Estimate the tokens of a message',
    body: CountTokensBody,
    response: TokenCountJson,
  },
  {
    ...CALLER,
    dialect: 'openai',
    method: 'POST',
    path: '/v1/chat/completions',
    operation: 'createChatCompletion',
    summary: 'Create a chat completion, as OpenAI’s API does',
    body: ChatBody,
    response: ChatCompletion,
  },
  {
    ...CALLER,
    dialect: 'openai',
    method: 'POST',
    path: '/v1/responses',
    operation: 'createResponse',
    summary: 'Create a response, as OpenAI’s API does',
    body: ResponseBody,
    response: ResponseJson,
  },
  {
    ...CALLER,
    dialect: 'shared',
    method: 'GET',
    path: '/v1/models',
    operation: 'listModels',
    summary: 'List the models offered',
    query: ModelListQuery,
    response: listJson(ModelJson),
  },
  {
    ...CALLER,
    dialect: 'shared',
    method: 'GET',
    path: '/v1/models/{id}',
    operation: 'getModel',
    summary: 'Read a model, by id or alias',
    response: ModelJson,
  },
] as const satisfies readonly Route[];
