import OpenAI from 'openai';
import OpenAI5 from 'openai-5';
import type { Product } from '#test/product/open-product.ts';

/** What a test may want otherwise of a client. */
export interface ClientOptions {
  /** @default 0 */
  readonly maxRetries?: number;
  readonly apiKey?: string;
  readonly defaultHeaders?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

type Connect = (product: Pick<Product, 'baseUrl' | 'apiKey'>, options?: ClientOptions) => OpenAI;

/**
 * Unmodified SDKs with nothing but another base URL and key, and no retries, which would hide failures.
 *
 * What tests use of them is the same in both, so that all are of the type of the present one.
 */
export const CLIENTS: readonly (readonly [name: string, connect: Connect])[] = [
  [
    'openai 7',
    ({ baseUrl, apiKey }, options) => new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey, maxRetries: 0, ...options }),
  ],
  [
    'openai 5',
    ({ baseUrl, apiKey }, options) =>
      new OpenAI5({ baseURL: `${baseUrl}/v1`, apiKey, maxRetries: 0, ...options }) as unknown as OpenAI,
  ],
];

/** The class that a client is of, with the classes of its errors. */
export const sdkOf = (client: OpenAI): typeof OpenAI => client.constructor as typeof OpenAI;
