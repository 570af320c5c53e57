import type { Profile } from '#core/runs/run-request.ts';
import type { LocalService } from '#local/start-local.ts';
import type { Contestant } from './contestant.ts';
import { streamedCall } from './streamed-call.ts';

/** This service's own API. */
export const serviceCall = (service: LocalService, model: string, profile: Profile, suffix = ''): Contestant =>
  streamedCall(service, {
    name: `${profile}${suffix}`,
    path: '/v1/prompts',
    body: (prompt) => ({ prompt, model, profile }),
    marker: 'message.delta',
  });
