import type { Settings } from '#core/settings.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { VERSION } from '#lambda/version.ts';

/** `GET /admin/settings`: limits, models and prices of this deployment; it holds no secret. */
export const getSettings =
  (settings: Settings): RouteHandler<'getSettings'> =>
  async () => ({ body: { object: 'settings', version: VERSION, settings } });
