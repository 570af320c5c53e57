declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** https://github.com/architect/dynalite#programmatically-returns-a-function-that-creates-a-server-instance */
  const dynalite: (options: { readonly path?: string; readonly createTableMs?: number }) => Server;
  export = dynalite;
}
