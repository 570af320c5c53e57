import type { ServerResponse } from 'node:http';
import { anthropicError } from './anthropic-error.ts';

/** Answers the CLI with an error of the gate's own, which no retry can heal; breaks off what is already begun. */
export const sendError = (response: ServerResponse, status: number, message: string): void => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': 'false' });
  response.end(JSON.stringify(anthropicError(status, message)));
};
