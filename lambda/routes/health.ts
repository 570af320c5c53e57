import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { VERSION } from '#lambda/version.ts';

/** `GET /health/live`: answers as long as the function runs, whatever it depends on. */
export const getLiveness = (): RouteHandler<'getLiveness'> => async () => ({
  body: { status: 'ok', version: VERSION },
});

const check = async <T>(probe: () => Promise<T>): Promise<T | 'unavailable'> => {
  try {
    return await probe();
  } catch {
    // Why is nobody's business who has shown no credential.
    return 'unavailable';
  }
};

/** `GET /health/ready`: 200 if the table can be read and there is a CLI to run, else 503. */
export const getReadiness =
  ({ checkTable, runner }: ApiPorts): RouteHandler<'getReadiness'> =>
  async () => {
    const [table, cli] = await Promise.all([
      check(async () => {
        await checkTable();
        return 'ok';
      }),
      check(() => runner.version()),
    ]);
    const isReady = table !== 'unavailable' && cli !== 'unavailable';
    const body = { status: isReady ? 'ok' : 'unavailable', version: VERSION, checks: { table, cli } };
    return { status: isReady ? 200 : 503, body };
  };
