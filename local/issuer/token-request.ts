import type { IncomingHttpHeaders } from 'node:http';

/** A request of the token endpoint, with the client's credential from wherever it stood. */
export interface TokenRequest {
  readonly grantType: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  /** What is asked for; empty asks for all. */
  readonly scopes: readonly string[];
}

/**
 * Reads a form-encoded token request. A client authenticates by HTTP Basic or by parameters:
 * https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export const parseTokenRequest = (headers: IncomingHttpHeaders, body: string): TokenRequest => {
  const form = new URLSearchParams(body);
  const basic = /^basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const [clientId, clientSecret] =
    basic === undefined ? [form.get('client_id'), form.get('client_secret')] : split(basic);
  return {
    grantType: form.get('grant_type'),
    clientId,
    clientSecret,
    scopes: (form.get('scope') ?? '').split(' ').filter((scope) => scope !== ''),
  };
};

const split = (basic: string): readonly [string, string] => {
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
};
