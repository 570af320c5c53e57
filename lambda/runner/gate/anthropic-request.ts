import type { IncomingHttpHeaders } from 'node:http';
import type { Upstream } from '#core/runs/run-request.ts';

/** Where a call goes, and with which headers. */
export interface UpstreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** All that the provider needs to know of the CLI's headers; its credential is not among them. */
const FORWARDED_HEADERS = ['accept', 'anthropic-beta', 'anthropic-version', 'content-type', 'user-agent', 'x-app'];

/**
 * Turns a call of the CLI into one of the Anthropic API: all that the gate knows of this provider.
 *
 * @param target path and query of the call
 */
export const anthropicRequest = (
  { baseUrl, apiKey }: Upstream,
  target: string,
  headers: IncomingHttpHeaders,
): UpstreamRequest => ({
  url: baseUrl.replace(/\/+$/, '') + target,
  headers: {
    ...Object.fromEntries(
      FORWARDED_HEADERS.map((name) => [name, headers[name]] as const).filter((pair) => typeof pair[1] === 'string'),
    ),
    // Uncompressed, so that the bytes can be passed on as they come: fetch would unpack them.
    'accept-encoding': 'identity',
    'x-api-key': apiKey,
  },
});
