import { ServiceError } from '#core/errors/service-error.ts';
import type { Serve } from '#local/gateway/create-gateway.ts';
import { readBody } from '#local/gateway/read-body.ts';
import { ISSUER_PATHS, type Issuer } from './create-issuer.ts';

const PATHS: ReadonlySet<string> = new Set(Object.values(ISSUER_PATHS));

/** Whether that URL is the issuer's, not the API's. */
export const isIssuerUrl = (url: string): boolean => PATHS.has(pathOf(url));

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** Serves the issuer's endpoints over HTTP. */
export const serveIssuer =
  (issuer: Issuer): Serve =>
  async (incoming, response) => {
    const { method = '', url = '', headers } = incoming;
    try {
      const body = (await readBody(incoming)) ?? '';
      const answer = await issuer({ method, path: pathOf(url), headers, body });
      response.writeHead(answer.status, {
        'content-type': 'application/json;charset=UTF-8',
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
      });
      response.end(JSON.stringify(answer.body));
    } catch (error) {
      response.writeHead(error instanceof ServiceError ? 400 : 500).end();
    }
  };
