import type { Product } from './open-product.ts';
import { readJson } from './read-json.ts';

/** Uploads a file as a form, as OpenAI's and Anthropic's clients do. */
export const uploadFile = (
  { baseUrl, apiKey }: Pick<Product, 'baseUrl' | 'apiKey'>,
  text: string,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const body = new FormData();
  body.set('purpose', 'batch');
  body.set('file', new File([text], 'in.jsonl'));
  return fetch(`${baseUrl}/v1/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, ...headers },
    body,
  });
};

/** Waits until a batch of either API has ended. */
// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it.
export const batchEnd = async (product: Product, path: string, headers?: Record<string, string>): Promise<any> => {
  for (;;) {
    const batch = await readJson(await product.call('GET', path, undefined, headers));
    if (batch.ended_at || batch.completed_at || batch.failed_at || batch.cancelled_at || batch.expired_at) return batch;
  }
};
