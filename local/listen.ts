import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Serve } from '#local/gateway/create-gateway.ts';
import { StartError } from './start-error.ts';

/** An HTTP server that holds its port; requests wait until there is something to serve them. */
export interface HttpServer {
  readonly baseUrl: string;
  /** Serves the requests that have waited, and all that come. */
  serve(serve: Serve): void;
  /** Takes no new connections. */
  stopAccepting(): void;
  /** Breaks off what is still under way. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection, so that it is they who close it. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Listens for HTTP.
 *
 * @throws StartError if that address cannot be had.
 */
export const listen = async (host: string, port: number): Promise<HttpServer> => {
  const ready = Promise.withResolvers<Serve>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, response) => {
    // A client that leaves is noticed elsewhere; an 'error' that nobody listens to would end the process.
    response.on('error', () => {});
    ready.promise.then((serve) => serve(incoming, response)).catch(() => response.destroy());
  });
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new StartError(explain(error, host, port), { cause: error });
  });
  return {
    baseUrl: baseUrlOf(server),
    serve: ready.resolve,
    stopAccepting: () => void server.close(),
    close: async () => {
      if (server.listening) server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const explain = ({ code, message }: NodeJS.ErrnoException, host: string, port: number): string => {
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop what uses it, or set PORT to another one.`;
  if (code === 'EACCES') return `Port ${port} may not be used. Set PORT to one above 1023.`;
  return `Cannot listen on ${host}, port ${port}: ${message}. Set HOST to an address of this machine.`;
};

/** An address that all interfaces share is no address to call. */
const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

const baseUrlOf = (server: Server): string => {
  const { address, port, family } = server.address() as AddressInfo;
  const host = ANY_ADDRESS[address] ?? address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
};
