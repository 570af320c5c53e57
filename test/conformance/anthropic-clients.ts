import Anthropic from '@anthropic-ai/sdk';
import Anthropic0 from 'anthropic-sdk-0';
import type { Product } from '#test/product/open-product.ts';

/** What a test may want otherwise of a client. */
export interface ClientOptions {
  readonly apiKey?: string | null;
  readonly authToken?: string;
  readonly maxRetries?: number;
  readonly defaultHeaders?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

type Connect = (product: Pick<Product, 'baseUrl' | 'apiKey'>, options?: ClientOptions) => Anthropic;

/**
 * Unmodified SDKs with nothing but another base URL and key, and no retries, which would hide failures.
 *
 * What tests use of them is the same in both, so that all are of the type of the present one.
 */
export const CLIENTS: readonly (readonly [name: string, connect: Connect])[] = [
  [
    '@anthropic-ai/sdk 1',
    ({ baseUrl: baseURL, apiKey }, options) => new Anthropic({ baseURL, apiKey, maxRetries: 0, ...options }),
  ],
  [
    '@anthropic-ai/sdk 0.60',
    ({ baseUrl: baseURL, apiKey }, options) =>
      new Anthropic0({ baseURL, apiKey, maxRetries: 0, ...options }) as unknown as Anthropic,
  ],
];

/** The class that a client is of, with the classes of its errors. */
export const sdkOf = (client: Anthropic): typeof Anthropic => client.constructor as typeof Anthropic;
