import type { Upstream } from '#core/runs/run-request.ts';

/** Something that the gate lets the CLI ask a provider for. */
export interface Endpoint {
  readonly provider: Upstream['provider'];
  /** Undefined: the body names the model. */
  readonly modelName?: string;
  readonly isCharged: boolean;
  /** Undefined: the body says whether the answer is to be streamed. */
  readonly isStreamed?: boolean;
}

/** Only ASCII is unescaped, which cannot fail. */
const BEDROCK_PATH = /^\/model\/((?:[\w.:~-]|%[0-7][\da-f])+)\/invoke(-with-response-stream)?$/i;

/** What the CLI asks for by posting to that path; undefined: nothing that the gate serves. */
export const readEndpoint = (path: string): Endpoint | undefined => {
  if (path === '/v1/messages') return { provider: 'anthropic', isCharged: true };
  if (path === '/v1/messages/count_tokens') return { provider: 'anthropic', isCharged: false };
  const [, modelName, streaming] = BEDROCK_PATH.exec(path) ?? [];
  if (modelName === undefined) return undefined;
  return {
    provider: 'bedrock',
    modelName: decodeURIComponent(modelName),
    isCharged: true,
    isStreamed: streaming !== undefined,
  };
};
