import { z } from 'zod';
import { listJson } from '#core/http/list-json.ts';
import { JobJson } from '#core/jobs/job-json.ts';
import { PromptBody } from '#core/prompts/prompt-body.ts';
import { PromptJson, PromptSummaryJson } from '#core/prompts/prompt-json.ts';
import { PromptListQuery } from '#core/prompts/prompt-list-query.ts';
import { UsageJson } from '#core/usage/usage-json.ts';
import { CALLER } from './credentials.ts';
import type { Route } from './route.ts';

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

const DeletedJson = z.object({ id: z.string(), object: z.literal('prompt'), deleted: z.literal(true) });

/** Prompts, by our own API and by the original service’s. */
export const PROMPT_ROUTES = [
  {
    ...CALLER,
    method: 'POST',
    path: '/v1/prompts',
    operation: 'createPrompt',
    summary: 'Run a prompt',
    body: PromptBody,
    response: PromptJson,
    otherResponses: { 202: JobJson },
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
] as const satisfies readonly Route[];
