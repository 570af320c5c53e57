import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { invokeFunction } from '#local/gateway/invoke-function.ts';

const EVENT = { requestContext: { requestId: 'r' } } as APIGatewayProxyEvent;

/** An answer to a connection of which only the writing is real: `write` does it. */
const answerTo = (write: (callback: (error?: Error) => void) => void): ServerResponse => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const connection = new Duplex({ read() {}, write: (_chunk, _encoding, callback) => write(callback) });
  response.assignSocket(connection.on('error', () => {}) as Socket);
  return response.on('error', () => {});
};

for (const code of ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']) {
  test(`a client that is found gone by a write (${code}) is no error`, async () => {
    const response = answerTo((callback) => callback(Object.assign(new Error(code), { code })));
    const body = async function* () {
      for (;;) yield 'tick';
    };
    await invokeFunction((_event, answer) => pipeline(body(), answer.begin({})), EVENT, response);
  });
}

test('fails as the function did, though that broke off a write', async () => {
  const response = answerTo(() => {});
  const body = async function* () {
    yield 'half';
    throw new Error('broken');
  };
  const invoked = invokeFunction((_event, answer) => pipeline(body(), answer.begin({})), EVENT, response);
  await assert.rejects(invoked, { message: 'broken' });
});
