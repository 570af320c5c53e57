import type { Product } from '#test/product/open-product.ts';
import { readJson } from '#test/product/read-json.ts';

/** An access token of the administrators, which is not good for prompts. */
export const adminToken = async ({ credentials }: Pick<Product, 'credentials'>): Promise<string> => {
  const { token_url: url = '', client_id: id, client_secret: secret } = credentials;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'headless-claude/admin' }),
  });
  return (await readJson(response)).access_token;
};
