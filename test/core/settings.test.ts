import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '#core/settings.ts';

test('every setting has a default', () => {
  const settings = parseSettings({});
  assert.deepEqual(
    [settings.defaultProfile, settings.defaultModel, settings.maxPromptChars, settings.retentionDays],
    ['agent', 'sonnet', 1_000_000, 90],
  );
  assert.deepEqual([settings.defaultTimeoutSeconds, settings.maxOutputBytes], [300, 104_857_600]);
  assert.deepEqual(Object.keys(settings.tiers), ['basic', 'standard', 'premium']);
});

test('what is given replaces its default, and nothing else', () => {
  const settings = parseSettings({ retentionDays: 7 });
  assert.deepEqual({ ...settings, retentionDays: 90 }, parseSettings({}));
});

for (const [what, input, message] of [
  ['a name that is not known', { retentionDay: 7 }, /retentionDay/],
  ['a value that is not positive', { maxPromptChars: 0 }, /maxPromptChars/],
  [
    'a record that is gone when its job is to expire',
    { retentionDays: 1 },
    /must be at least 2, as a job may wait for a day/,
  ],
  ['a run longer than a function may take', { maxTimeoutSeconds: 871 }, /maxTimeoutSeconds/],
  ['a silence longer than API Gateway allows', { maxBufferedTimeoutSeconds: 291 }, /maxBufferedTimeoutSeconds/],
  ['no model at all', { models: [] }, /models/],
  ['a default model that is not offered', { defaultModel: 'gpt' }, /There is no model "gpt" here/],
  ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }, /must be a time zone such as Europe\/Zurich/],
  ['a key of metadata that cannot be asked for', { usageMetadataKeys: ['a,b'] }, /must be 1 to 64 letters/],
  ['more keys of metadata than usage is told apart by', { usageMetadataKeys: [...'abcdefghi'] }, /usageMetadataKeys/],
  ['a default tier that every object has', { defaultTier: 'constructor' }, /"constructor" is not one of tiers/],
  ['a default tier that there is not', { defaultTier: 'gold' }, /"gold" is not one of tiers: basic, standard, premium/],
] as const) {
  test(`fails for ${what}`, () => assert.throws(() => parseSettings(input), message));
}
