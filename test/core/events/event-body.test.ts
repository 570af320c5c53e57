import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventBody } from '#core/events/event-body.ts';
import type { ServiceEvent } from '#core/events/service-event.ts';

const EVENT: ServiceEvent = {
  id: 'evt_1',
  type: 'job.completed',
  tenantId: 'ten_1',
  createdAtMs: Date.parse('2026-11-22T12:00:00.500Z'),
  data: { id: 'job_1', status: 'completed', cost_usd: 0.0123, metadata: { order: '7' } },
};

test('an event has the members that Standard Webhooks names, and those that SDKs know', () => {
  assert.deepEqual(JSON.parse(eventBody(EVENT)), {
    id: 'evt_1',
    object: 'event',
    type: 'job.completed',
    created_at: Date.parse('2026-11-22T12:00:00Z') / 1000,
    timestamp: '2026-11-22T12:00:00.500Z',
    data: EVENT.data,
  });
});

test('of an event that would be too large only what is short is sent, and it says so', () => {
  const metadata = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`${index}`, '語'.repeat(512)]));
  const body = eventBody({ ...EVENT, data: { ...EVENT.data, metadata, error: null } });
  const { id, status, cost_usd } = EVENT.data as { id: string; status: string; cost_usd: number };
  assert.deepEqual(JSON.parse(body).data, { id, status, cost_usd, error: null, truncated: true });
});

test('the body is less than 20 KB, whatever the metadata', () => {
  const metadata = fc.dictionary(fc.string({ maxLength: 64 }), fc.string({ unit: 'binary', maxLength: 512 }), {
    maxKeys: 16,
  });
  fc.assert(
    fc.property(metadata, (pairs) => Buffer.byteLength(eventBody({ ...EVENT, data: { metadata: pairs } })) < 20_000),
  );
});
