import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUpstream } from '#adapters/secrets/upstream.ts';
import { Upstream } from '#core/runs/run-request.ts';

test('with Bedrock, runs are sent to the Region and the profile of the deployment, without a credential', async () => {
  const upstream = await createUpstream({
    MODEL_PROVIDER: 'bedrock',
    ANTHROPIC_SECRET_ARN: '',
    ANTHROPIC_BASE_URL: 'https://api.anthropic.com',
    BEDROCK_REGION: 'eu-west-1',
    BEDROCK_PROFILE: 'eu',
  })();
  assert.deepEqual(Upstream.parse(upstream), {
    provider: 'bedrock',
    baseUrl: 'https://bedrock-runtime.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    profile: 'eu',
  });
});
