import type { ZodObject, ZodType } from 'zod';
import { z } from 'zod';
import { MessageJson } from '#core/dialects/anthropic/message-json.ts';
import { CountTokensBody, MessagesBody } from '#core/dialects/anthropic/messages-body.ts';
import type { Dialect } from '#core/dialects/dialect.ts';
import { ChatBody } from '#core/dialects/openai/chat/chat-body.ts';
import { ChatCompletion } from '#core/dialects/openai/chat/chat-completion.ts';
import { ResponseBody } from '#core/dialects/openai/responses/response-body.ts';
import { ResponseJson } from '#core/dialects/openai/responses/response-json.ts';
import { listJson } from '#core/http/list-json.ts';
import { LimitsJson } from '#core/limits/limits-json.ts';
import { ModelJson } from '#core/models/model-json.ts';
import { ModelListQuery } from '#core/models/model-list-query.ts';
import { PromptBody } from '#core/prompts/prompt-body.ts';
import { PromptJson, PromptSummaryJson } from '#core/prompts/prompt-json.ts';
import { PromptListQuery } from '#core/prompts/prompt-list-query.ts';
import { UsageJson } from '#core/usage/usage-json.ts';
import { UsageQuery } from '#core/usage/usage-query.ts';
import { UsageReportJson } from '#core/usage/usage-report.ts';
import { ADMIN_ROUTES } from './admin-routes.ts';

/** One endpoint: the CDK API, the local gateway and the OpenAPI document are made from these. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** API Gateway's resource path; `{name}` is a path parameter. */
  readonly path: string;
  /** Names the handler, and the operation in the OpenAPI document. */
  readonly operation: string;
  /** The function that serves it. */
  readonly function: 'api' | 'admin';
  /** `none`; `caller`: a Cognito access token or an API key; `admin`: only a Cognito token with the admin scope. */
  readonly credential: 'none' | 'caller' | 'admin';
  /**
   * Whose API it is of, if not ours; `shared`: Anthropic's if the request names a version of it, else OpenAI's.
   * @default - ours
   */
  readonly dialect?: Exclude<Dialect, 'native'> | 'shared';
  /** Scope that the credential must have. */
  readonly scope?: 'prompts' | 'admin';
  readonly summary: string;
  readonly query?: ZodObject;
  readonly body?: ZodObject;
  /** What it answers with 200. */
  readonly response?: ZodType;
  /**
   * Whether it answers with CSV too, if the request accepts that.
   * @default false
   */
  readonly csv?: boolean;
  /** What it answers with other statuses, where that is not a problem. */
  readonly otherResponses?: Readonly<Record<string, ZodType>>;
}

/** The original service's request: a prompt and nothing else. */
const ClaudeBody = z.strictObject({ prompt: PromptBody.shape.prompt });

/** The original service's answer, with what ours adds. */
const ClaudeJson = z.object({
  response: PromptJson.shape.response,
  id: z.string(),
  usage: UsageJson,
  cost_usd: z.number(),
  stop_reason: PromptJson.shape.stop_reason,
});

const LivenessJson = z.object({ status: z.enum(['ok', 'unavailable']), version: z.string() });
const ReadinessJson = LivenessJson.extend({
  checks: z.object({
    table: z.enum(['ok', 'unavailable']),
    cli: z.string().meta({ description: 'Version of Claude Code, or `unavailable`.' }),
  }),
});

const TokenCountJson = z.object({ input_tokens: z.int().meta({ description: 'An estimate.' }) });

const DeletedJson = z.object({ id: z.string(), object: z.literal('prompt'), deleted: z.literal(true) });

const CALLER = { function: 'api', credential: 'caller', scope: 'prompts' } as const;
const PUBLIC = { function: 'api', credential: 'none' } as const;

/** Every endpoint of the service. */
export const ROUTES = [
  {
    ...CALLER,
    method: 'POST',
    path: '/v1/prompts',
    operation: 'createPrompt',
    summary: 'Run a prompt',
    body: PromptBody,
    response: PromptJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/prompts',
    operation: 'listPrompts',
    summary: 'List prompts, newest first',
    query: PromptListQuery,
    response: listJson(PromptSummaryJson),
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/prompts/{id}',
    operation: 'getPrompt',
    summary: 'Read a prompt and its answer',
    response: PromptJson,
  },
  {
    ...CALLER,
    method: 'DELETE',
    path: '/v1/prompts/{id}',
    operation: 'deletePrompt',
    summary: 'Delete a prompt and its texts',
    response: DeletedJson,
  },
  {
    ...CALLER,
    method: 'POST',
    path: '/api/claude',
    operation: 'askClaude',
    summary: 'Run a prompt: the original route',
    body: ClaudeBody,
    response: ClaudeJson,
  },
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
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/usage',
    operation: 'getUsage',
    summary: 'Requests, tokens and cost of the tenant',
    query: UsageQuery,
    response: UsageReportJson,
    csv: true,
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/limits',
    operation: 'getLimits',
    summary: 'Limits and budgets of the caller and its tenant, and what is left of them',
    response: LimitsJson,
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/health/live',
    operation: 'getLiveness',
    summary: 'Is the service there',
    response: LivenessJson,
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/health/ready',
    operation: 'getReadiness',
    summary: 'Can the service run prompts',
    response: ReadinessJson,
    otherResponses: { 503: ReadinessJson },
  },
  ...ADMIN_ROUTES,
  { ...PUBLIC, method: 'GET', path: '/openapi.json', operation: 'getOpenApi', summary: 'This API as OpenAPI 3.1' },
] as const satisfies readonly Route[];

/** The operations of the route table. */
export type Operation = (typeof ROUTES)[number]['operation'];
