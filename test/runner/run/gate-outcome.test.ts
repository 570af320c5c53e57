import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { GateEvent } from '#gate/gate-session.ts';
import { gateOutcome } from '#runner/run/gate-outcome.ts';

const summary = (event: GateEvent): string | undefined => {
  const outcome = gateOutcome(event, 'main-model');
  if (!outcome) return undefined;
  return 'error' in outcome ? outcome.error.code : outcome.stopReason;
};
const failure = { kind: 'upstream_error', status: 401, message: 'no' } as const;

test('what cannot get better ends the run', () => {
  assert.equal(summary({ ...failure, isFinal: true }), 'upstream_authentication_failed');
  assert.equal(summary({ kind: 'stalled' }), 'upstream_stalled');
  assert.equal(summary({ kind: 'budget_reached' }), 'max_cost');
  assert.equal(summary({ kind: 'model_refused', model: 'main-model' }), 'unknown_model');
});

test('what can, does not', () => {
  assert.equal(summary({ kind: 'usage', metrics: NO_METRICS }), undefined);
  assert.equal(summary({ ...failure, isFinal: false }), undefined);
  assert.equal(summary({ kind: 'model_refused', model: 'of a subagent' }), undefined);
});
