import { parameterName } from './parameter-name.ts';
import type { ServiceError } from './service-error.ts';

/** What the SDKs of OpenAI and Anthropic read of an error, whatever is around it. */
export interface ErrorMember {
  readonly type: string;
  readonly message: string;
  readonly code: string;
  /** What of the request is wrong, as people write it. */
  readonly param: string | null;
  /** `error_code` is what Anthropic's SDK shows as `errorCode`; what else there is depends on it. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** The error as that member, with the given `type`. */
export const errorMember = ({ code, message, source, fields, details }: ServiceError, type: string): ErrorMember => ({
  type,
  message,
  code,
  param: parameterName(fields[0]?.pointer ?? '') || null,
  details: { error_code: code, source, ...details },
});
