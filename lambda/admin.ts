import { reportError, writeLog } from '#adapters/system/json-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { parseSettings } from '#core/settings.ts';
import { createAdmin } from './create-admin.ts';
import { type AdminEnvironment, readEnvironment } from './environment.ts';

const environment = readEnvironment<AdminEnvironment>(['SETTINGS'], process.env);

/** The admin function. */
export const handler = createAdmin({
  settings: parseSettings(JSON.parse(environment.SETTINGS)),
  clock: systemClock,
  log: writeLog,
  report: reportError,
});
