import assert from 'node:assert/strict';
import type { Product } from './open-product.ts';
import { readJson } from './read-json.ts';

/** Calls of an administrator, whose access token comes from the local issuer. */
export interface Admin {
  call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
  /** Makes a tenant with one key. */
  createTenant(
    name: string,
    keyBody?: object,
  ): Promise<{ readonly tenantId: string; readonly keyId: string; readonly key: string }>;
}

/** Signs in as an administrator of the product. */
export const openAdmin = async ({ baseUrl, credentials }: Pick<Product, 'baseUrl' | 'credentials'>): Promise<Admin> => {
  const { client_id, client_secret, token_url = '' } = credentials;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
  const { access_token } = await readJson(await fetch(token_url, { method: 'POST', body: form }));

  const call: Admin['call'] = (method, path, body, headers) =>
    fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });

  const create = async (path: string, body: object) => {
    const response = await call('POST', path, body);
    const json = await readJson(response);
    assert.equal(response.status, 200, json.detail);
    return json;
  };

  return {
    call,
    createTenant: async (name, keyBody = {}) => {
      const { id: tenantId } = await create('/admin/tenants', { name });
      const { id: keyId, key } = await create(`/admin/tenants/${tenantId}/keys`, { name: `${name}'s`, ...keyBody });
      return { tenantId, keyId, key };
    },
  };
};
