import type { ServerResponse } from 'node:http';
import { anthropicError } from './anthropic-error.ts';

/** Answers the CLI with an error of the gate's own; breaks off an answer that has begun. */
export const sendError = (response: ServerResponse, status: number, message: string): void => {
  if (response.headersSent || response.destroyed) {
    // What has been written already still gets through.
    response.socket?.destroySoon();
    return;
  }
  // Obeyed by the CLI; only a provider that was not reached may be there the next time.
  const shouldRetry = String(status === 502);
  response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': shouldRetry });
  response.end(JSON.stringify(anthropicError(status, message)));
};
