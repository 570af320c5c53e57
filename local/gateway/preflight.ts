import type { ServerResponse } from 'node:http';
import { ROUTES } from '#lambda/routes.ts';

/** Answers a CORS preflight as the stack's mock integrations do (lib/rest-api.ts). */
export const sendPreflight = (response: ServerResponse, allowedOrigin: string): void => {
  response.writeHead(204, {
    'access-control-allow-origin': allowedOrigin,
    'access-control-allow-methods': [...new Set(ROUTES.map(({ method }) => method))].join(','),
    'access-control-allow-headers': '*,authorization',
    'access-control-max-age': '3600',
  });
  response.end();
};
