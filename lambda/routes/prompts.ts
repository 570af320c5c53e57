import { promptIdOf } from '#core/dialects/answer-id.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { toListJson } from '#core/http/list-json.ts';
import { readPrefer } from '#core/http/prefer.ts';
import { resolveModel } from '#core/models/resolve-model.ts';
import { toPromptJson, toPromptSummaryJson } from '#core/prompts/prompt-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { answerPrompt } from './answer-prompt.ts';
import { preferJob } from './prefer-job.ts';

const notFound = (id: string): ServiceError =>
  new ServiceError('not_found', `There is no prompt "${id}" here. It may have been deleted or have expired.`);

/** `POST /v1/prompts` */
export const createPrompt =
  (ports: ApiPorts): RouteHandler<'createPrompt'> =>
  async (request) => {
    const preference = readPrefer(request.headers['prefer']);
    return preference
      ? preferJob(request.body, preference, request, ports)
      : answerPrompt(request.body, request, ports);
  };

/** `GET /v1/prompts` */
export const listPrompts =
  ({ prompts, settings }: ApiPorts): RouteHandler<'listPrompts'> =>
  async ({ principal, query }) => {
    const { limit, after, model, status } = query;
    const createdFromMs = query['created_at[gte]'];
    const createdToMs = query['created_at[lte]'];
    const page = await prompts.list(principal.tenantId, {
      limit,
      ...(after !== undefined && { after }),
      ...(createdFromMs !== undefined && { createdFromMs }),
      ...(createdToMs !== undefined && { createdToMs }),
      ...(model !== undefined && { model: resolveModel(settings.models, model).id }),
      ...(status !== undefined && { status }),
    });
    return { body: toListJson(page.prompts.map(toPromptSummaryJson), page.hasMore, page.lastId) };
  };

/** `GET /v1/prompts/{id}` */
export const getPrompt =
  ({ prompts }: ApiPorts): RouteHandler<'getPrompt'> =>
  async ({ principal, pathParameters }) => {
    const id = promptIdOf(pathParameters['id'] ?? '');
    const prompt = await prompts.get(principal.tenantId, id);
    if (!prompt) throw notFound(id);
    return { body: toPromptJson(prompt) };
  };

/** `DELETE /v1/prompts/{id}` */
export const deletePrompt =
  ({ prompts }: ApiPorts): RouteHandler<'deletePrompt'> =>
  async ({ principal, pathParameters }) => {
    const id = promptIdOf(pathParameters['id'] ?? '');
    if (!(await prompts.delete(principal.tenantId, id))) throw notFound(id);
    return { body: { id, object: 'prompt', deleted: true } };
  };
