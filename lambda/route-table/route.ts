import type { ZodObject, ZodType } from 'zod';
import type { Dialect } from '#core/dialects/dialect.ts';

/** One endpoint: the CDK API, the local gateway and the OpenAPI document are made from these. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** API Gateway's resource path; `{name}` is a path parameter. */
  readonly path: string;
  /** Names the handler, and the operation in the OpenAPI document. */
  readonly operation: string;
  /** The function that serves it. */
  readonly function: 'api' | 'admin';
  /** `none`; `caller`: a Cognito access token or an API key; `admin`: only a Cognito token with the admin scope. */
  readonly credential: 'none' | 'caller' | 'admin';
  /**
   * Whose API it is of, if not ours; `shared`: Anthropic's if the request names a version of it, else OpenAI's.
   * @default - ours
   */
  readonly dialect?: Exclude<Dialect, 'native'> | 'shared';
  /** Scope that the credential must have. */
  readonly scope?: 'prompts' | 'admin';
  readonly summary: string;
  readonly query?: ZodObject;
  readonly body?: ZodObject;
  /**
   * What the body may be instead, as multipart/form-data.
   * @default - it is JSON
   */
  readonly form?: ZodObject;
  /** What it answers. */
  readonly response?: ZodType;
  /**
   * The status that it answers with.
   * @default 200
   */
  readonly successStatus?: number;
  /**
   * Whether it answers with server-sent events only.
   * @default false
   */
  readonly events?: boolean;
  /**
   * Whether it answers with CSV too, if the request accepts that.
   * @default false
   */
  readonly csv?: boolean;
  /** What it answers with other statuses, where that is not a problem; `null`: nothing. */
  readonly otherResponses?: Readonly<Record<string, ZodType | null>>;
}
