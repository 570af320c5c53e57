import { banner } from './banner.ts';
import { readOptions } from './options.ts';
import { StartError } from './start-error.ts';
import { startLocal } from './start-local.ts';

/** A terminal sends SIGINT to npm and to us, and npm passes on its own: that is one Ctrl-C. */
const SAME_SIGNAL_MS = 500;

/** Resolves at the first SIGINT or SIGTERM; the second quits at once. */
const untilStopped = (): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let firstAtMs: number | undefined;
  const onSignal = (): void => {
    firstAtMs ??= performance.now();
    resolve();
    if (performance.now() - firstAtMs > SAME_SIGNAL_MS) process.exit(1);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return promise;
};

try {
  const stopped = untilStopped();
  const options = readOptions(process.env);
  const service = await startLocal({ ...options, stopped });
  console.log(banner(service, options));
  await stopped;
  console.log('Stopping: prompts that run have 30 s to finish. Once more to quit at once.');
  await service.close();
  process.exit(0);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
