import assert from 'node:assert/strict';
import test from 'node:test';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import type { AdmittedCall } from '#gate/admitted-call.ts';
import { upstreamRequest } from '#gate/upstream-request.ts';

const [model] = MODEL_CATALOG;

const request = (changes: object) =>
  upstreamRequest({ model, body: '{}', target: '/v1/messages', headers: {}, ...changes } as unknown as AdmittedCall);

const anthropic = {
  policy: { upstream: { provider: 'anthropic', baseUrl: 'https://example.com/anthropic/', apiKey: 'key' } },
};
const bedrock = {
  policy: { upstream: { provider: 'bedrock', baseUrl: 'https://example.com', region: 'eu-west-1', profile: 'eu' } },
  target: '/model/us.anthropic.claude-opus-5-5/invoke',
  bedrockCredentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' },
};

test("the CLI's credentials and connection stay here, what the API needs goes along", async () => {
  const { headers } = await request({
    ...anthropic,
    headers: {
      authorization: 'Bearer run-token',
      'x-api-key': 'run-token',
      cookie: 'a=b',
      connection: 'keep-alive',
      'anthropic-beta': 'a,b',
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
    },
  });
  assert.deepEqual(headers, {
    'anthropic-beta': 'a,b',
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
    'accept-encoding': 'identity',
    'x-api-key': 'key',
  });
});

test('path and query are appended to the base URL, whether or not it ends with a slash', async () => {
  const { url } = await request({ ...anthropic, target: '/v1/messages?beta=true' });
  assert.equal(url, 'https://example.com/anthropic/v1/messages?beta=true');
});

test('a call of Bedrock goes to the checked model by the profile of the run, whatever the CLI called it', async () => {
  const { url, headers, secrets } = await request({ ...bedrock, headers: { authorization: 'Bearer run-token' } });
  assert.equal(url, 'https://example.com/model/eu.anthropic.claude-sonnet-5-5/invoke');
  assert.match(headers['authorization'] ?? '', /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/bedrock\//);
  assert.equal(headers['x-amz-security-token'], 'session');
  assert.deepEqual(secrets, ['AKIDEXAMPLE', 'secret', 'session']);
});

test('the characters of an ARN are escaped in the path', async () => {
  const bedrockId = 'arn:aws:bedrock:eu-west-1:1:application-inference-profile/a';
  const { url } = await request({ ...bedrock, model: { ...model, bedrockId } });
  assert.equal(
    url,
    'https://example.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Aapplication-inference-profile%2Fa/invoke',
  );
});

test('fails for Bedrock without credentials of the gate', async () => {
  await assert.rejects(request({ ...bedrock, bedrockCredentials: undefined }), /no credentials/);
});
