import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Settings } from '#core/settings.ts';
import { readConfig } from '#lib/config.ts';
import { PROJECT_ROOT } from '#lib/project-root.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:operators';

test('every option has a default', () => {
  const config = readConfig();
  assert.equal(config.provider, 'bedrock');
  assert.equal(config.settingsJson, '{}');
  assert.deepEqual(config.settings, Settings.parse({}));
  assert.deepEqual(Object.keys(config.usagePlans), Object.keys(config.settings.tiers));
});

test('the settings are passed on as they were given', () => {
  const settings = { defaultProfile: 'chat', retentionDays: 7 };
  const config = readConfig({ settings });
  assert.deepEqual(JSON.parse(config.settingsJson), settings);
  assert.equal(config.settings.retentionDays, 7);
});

test('options may also be JSON, as the command line gives them', () => {
  assert.deepEqual(readConfig('{"provider":"anthropic"}'), readConfig({ provider: 'anthropic' }));
});

test('the gate is a function of its own where the credential is a key that lives long', () => {
  assert.equal(readConfig({ provider: 'anthropic' }).gate, 'function');
  assert.equal(readConfig({ provider: 'bedrock' }).gate, 'runner');
  assert.equal(readConfig({ provider: 'anthropic', gate: 'runner' }).gate, 'runner');
});

test('every option is documented', () => {
  const given = { bedrockRegion: 'eu-west-1', domainPrefix: 'prefix', alarmTopicArn: TOPIC };
  const { runner, jobs, settingsJson, ...options } = readConfig(given);
  const names = [
    ...Object.keys(options),
    ...Object.entries({ runner, jobs }).flatMap(([group, members]) =>
      Object.keys(members).map((name) => `${group}.${name}`),
    ),
  ];
  const page = readFileSync(join(PROJECT_ROOT, 'docs/deploy.md'), 'utf8');
  assert.deepEqual(
    names.filter((name) => !page.includes(`| \`${name}\` |`)),
    [],
  );
});

const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  ['a misspelt option', { provder: 'anthropic' }, /Unrecognized key: "provder"/],
  ['a Region that is none', { bedrockRegion: '*' }, /at bedrockRegion/],
  ['a profile that is a whole id', { bedrockProfile: 'eu.anthropic' }, /at bedrockProfile/],
  [
    'a global profile that may not be global',
    { bedrockRegions: ['eu-west-1'] },
    /"global" routes anywhere; use.*at bedrockRegions/s,
  ],
  ['an unknown provider', { provider: 'vertex' }, /"bedrock"\|"anthropic".*at provider/s],
  ['a misspelt setting', { settings: { retention: 1 } }, /Unrecognized key: "retention".*at settings/s],
  ['a default model that is not offered', { settings: { defaultModel: 'gpt' } }, /no model "gpt".*at settings/s],
  [
    'a default tier that does not exist',
    { settings: { defaultTier: 'gold' } },
    /"gold" is not one of tiers.*at settings/s,
  ],
  ['tiers without a usage plan', { usagePlans: {} }, /give one for each of settings\.tiers: basic, premium, standard/],
  [
    'a runner that ends before its runs',
    { runner: { timeoutSeconds: 600 } },
    /use at least 870.*at runner\.timeoutSeconds/s,
  ],
  [
    'an isolated runner that needs the Anthropic API',
    { network: 'isolated', provider: 'anthropic' },
    /no internet, so that the Anthropic API cannot be reached; use provider "bedrock", or "open".*at network/s,
  ],
  [
    'an isolated runner that needs a gate function',
    { network: 'isolated', gate: 'function' },
    /no internet, so that the URL of a gate function cannot be reached; use gate "runner".*at network/s,
  ],
  [
    "an isolated runner that needs another Region's Bedrock",
    { network: 'isolated', bedrockRegion: 'eu-west-1' },
    /use the stack's Region.*at network/s,
  ],
  ['a package that is an option of apt', { runner: { packages: ['--allow-unauthenticated'] } }, /at runner\.packages/],
  ['a package that is a command', { runner: { packages: ['jq; rm -rf /'] } }, /at runner\.packages/],
  ['fewer runs at once than Lambda takes', { jobs: { maxConcurrentRuns: 1 } }, /at jobs\.maxConcurrentRuns/],
  ['more runs at once than Lambda takes', { jobs: { maxConcurrentRuns: 1001 } }, /at jobs\.maxConcurrentRuns/],
  ['a topic that is a queue', { alarmTopicArn: TOPIC.replace('sns', 'sqs') }, /at alarmTopicArn/],
  ['log retention that CloudWatch does not know', { logRetentionDays: 31 }, /at logRetentionDays/],
  ['plain HTTP to Anthropic', { anthropicBaseUrl: 'http://api.example.com' }, /at anthropicBaseUrl/],
  ['text that is not JSON', 'bedrock', /not JSON: bedrock/],
  ['a list instead of options', [], /expected object/],
];

for (const [what, given, message] of wrong) {
  test(`fails on ${what}, naming the option`, () => {
    assert.throws(
      () => readConfig(given),
      (error: Error) => {
        assert.match(error.message, /"headless-claude" is wrong/);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test('fails on settings that do not fit into the environment of a function', () => {
  const tier = { requestsPerMinutePerPrincipal: 1, requestsPerMinutePerTenant: 1 };
  const tiers = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`tier-${index}`, tier]));
  const plan = { requestsPerSecond: 1, burstRequests: 1, requestsPerMonth: 1 };
  const usagePlans = Object.fromEntries(Object.keys(tiers).map((name) => [name, plan]));
  assert.throws(() => readConfig({ settings: { tiers, defaultTier: 'tier-0' }, usagePlans }), /use at most 2560/);
});
