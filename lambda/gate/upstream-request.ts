import type { IncomingHttpHeaders } from 'node:http';
import type { AdmittedCall } from './admitted-call.ts';
import { anthropicRequest } from './anthropic-request.ts';
import { bedrockRequest } from './bedrock-request.ts';

/** Where a call goes, and with which headers. */
export interface UpstreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What must not come back out of it. */
  readonly secrets: readonly string[];
}

/** All that a provider needs to know of the CLI's headers; its credential is not among them. */
const FORWARDED_HEADERS = ['accept', 'anthropic-beta', 'anthropic-version', 'content-type', 'user-agent', 'x-app'];

const forwardedHeaders = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    FORWARDED_HEADERS.map((name) => [name, headers[name]] as const).filter((pair) => typeof pair[1] === 'string'),
  ),
  // Uncompressed, so that the bytes can be passed on as they come: fetch would unpack them.
  'accept-encoding': 'identity',
});

/** Turns a call of the CLI into one of the run's provider, with a credential. */
export const upstreamRequest = async (call: AdmittedCall): Promise<UpstreamRequest> => {
  const { upstream } = call.policy;
  const request =
    upstream.provider === 'bedrock' ? await bedrockRequest(upstream, call) : anthropicRequest(upstream, call);
  return { ...request, headers: { ...forwardedHeaders(call.headers), ...request.headers } };
};
