import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { invokeFunction } from '#local/gateway/invoke-function.ts';

const EVENT = { requestContext: { requestId: 'r' } } as APIGatewayProxyEvent;

/** An answer to a client behind `connection`, which stands in for a socket. */
const answerTo = (connection: Duplex): ServerResponse => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.assignSocket(connection.on('error', () => {}) as Socket);
  return response.on('error', () => {});
};

test('a client that is found gone by a write is no error', async () => {
  let isGone = false;
  const connection = new Duplex({
    read() {},
    write: (_chunk, _encoding, callback) => callback(isGone ? new Error('write EPIPE') : null),
  });
  const body = async function* () {
    yield 'half';
    isGone = true;
    for (;;) yield 'more';
  };
  const invoked = invokeFunction((_event, answer) => pipeline(body(), answer.begin({})), EVENT, answerTo(connection));
  await assert.doesNotReject(invoked);
});

test('fails as the function did, though that broke off a write', async () => {
  let breakOff: (error: Error) => void = () => {};
  const connection = new Duplex({
    read() {},
    write: (_chunk, _encoding, callback) => {
      breakOff = callback;
    },
    destroy: (_error, callback) => {
      breakOff(new Error('write ECANCELED'));
      callback(null);
    },
  });
  const body = async function* () {
    yield 'half';
    throw new Error('broken');
  };
  const invoked = invokeFunction((_event, answer) => pipeline(body(), answer.begin({})), EVENT, answerTo(connection));
  await assert.rejects(invoked, { message: 'broken' });
});
