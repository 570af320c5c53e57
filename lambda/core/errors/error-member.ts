import type { ServiceError } from './service-error.ts';

/** What the SDKs of OpenAI and Anthropic read of an error, whatever is around it. */
export interface ErrorMember {
  readonly type: string;
  readonly message: string;
  readonly code: string;
  /** What of the request is wrong. */
  readonly param: string | null;
  /** `error_code` is what Anthropic's SDK shows as `errorCode`. */
  readonly details: { readonly error_code: string; readonly source: string };
}

/** The error as that member, with the given `type` and `param`. */
export const errorMember = (
  { code, message, source }: ServiceError,
  { type, param }: Pick<ErrorMember, 'type' | 'param'>,
): ErrorMember => ({ type, message, code, param, details: { error_code: code, source } });
