import type { Credentials } from '#local/credentials.ts';
import type { StandInModel } from '#local/model/stand-in-model.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { startTestService, type TestServiceOptions } from '#test/local/start-test-service.ts';
import type { Stoppable } from '#test/local/temporary-folder.ts';

/** The whole product with the real CLI, and the stand-in model behind it. */
export interface Product {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly credentials: Credentials;
  readonly model: StandInModel;
  /** Calls an endpoint with the API key. */
  call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
}

/** Starts the product for one test file or test; it is stopped after it. */
export const openProduct = async (t: Stoppable, options: TestServiceOptions = {}): Promise<Product> => {
  const model = await startStandInModel();
  t.after(() => model.close());
  const upstream = { baseUrl: model.baseUrl, apiKey: 'sk-the-real-key' };
  const service = await startTestService(t, { upstream, ...options });
  const { baseUrl } = service;
  const { api_key: apiKey } = service.credentials;
  return {
    baseUrl,
    apiKey,
    credentials: service.credentials,
    model,
    call: (method, path, body, headers) =>
      fetch(`${baseUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
  };
};
