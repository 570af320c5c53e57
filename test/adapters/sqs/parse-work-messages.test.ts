import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseWorkMessages } from '#adapters/sqs/parse-work-messages.ts';

test('records become work, and what is no work is known as such', () => {
  const message = { kind: 'job', tenantId: 'ten_1', jobId: 'job_1' };
  const bodies = [JSON.stringify(message), 'not JSON', '{"kind":"job"}', '{"kind":"shell","tenantId":"ten_1"}', ''];
  const received = parseWorkMessages(bodies.map((body, index) => ({ messageId: `message-${index}`, body })));
  assert.deepEqual(received, [
    { id: 'message-0', message },
    ...[1, 2, 3, 4].map((index) => ({ id: `message-${index}`, message: undefined })),
  ]);
});
