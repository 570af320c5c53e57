import type { RouteHandler } from '#lambda/http/api-request.ts';
import { openApiDocument } from './openapi-document.ts';

/** `GET /openapi.json` */
export const getOpenApi = (): RouteHandler<'getOpenApi'> => {
  const body = openApiDocument();
  return async () => ({ body });
};
