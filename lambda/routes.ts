import type { ZodObject, ZodType } from 'zod';
import { z } from 'zod';
import { listJson } from '#core/http/list-json.ts';
import { ModelJson } from '#core/models/model-json.ts';
import { PromptBody } from '#core/prompts/prompt-body.ts';
import { PromptJson, PromptSummaryJson } from '#core/prompts/prompt-json.ts';
import { PromptListQuery } from '#core/prompts/prompt-list-query.ts';
import { UsageJson } from '#core/usage/usage-json.ts';
import { UsageQuery } from '#core/usage/usage-query.ts';
import { UsageReportJson } from '#core/usage/usage-report.ts';

/** One endpoint: the CDK API, the local gateway and the OpenAPI document are made from these. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** API Gateway's resource path; `{name}` is a path parameter. */
  readonly path: string;
  /** Names the handler, and the operation in the OpenAPI document. */
  readonly operation: string;
  /** The function that serves it. */
  readonly function: 'api' | 'admin';
  /** `none`; `caller`: a Cognito access token or an API key; `admin`: only a Cognito token with the admin scope. */
  readonly credential: 'none' | 'caller' | 'admin';
  /** Scope that the credential must have. */
  readonly scope?: 'prompts' | 'admin';
  readonly summary: string;
  readonly query?: ZodObject;
  readonly body?: ZodObject;
  /** What it answers with 200. */
  readonly response?: ZodType;
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

const DeletedJson = z.object({ id: z.string(), object: z.literal('prompt'), deleted: z.literal(true) });

const CALLER = { function: 'api', credential: 'caller', scope: 'prompts' } as const;
const ADMIN = { function: 'admin', credential: 'admin', scope: 'admin' } as const;
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
    method: 'GET',
    path: '/v1/models',
    operation: 'listModels',
    summary: 'List the models offered',
    response: listJson(ModelJson),
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/usage',
    operation: 'getUsage',
    summary: 'Requests, tokens and cost of the tenant',
    query: UsageQuery,
    response: UsageReportJson,
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
  {
    ...ADMIN,
    method: 'GET',
    path: '/admin/settings',
    operation: 'getSettings',
    summary: 'How this deployment is set up',
  },
  { ...PUBLIC, method: 'GET', path: '/openapi.json', operation: 'getOpenApi', summary: 'This API as OpenAPI 3.1' },
] as const satisfies readonly Route[];

/** The operations of the route table. */
export type Operation = (typeof ROUTES)[number]['operation'];
