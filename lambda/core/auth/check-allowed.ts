import { ServiceError } from '#core/errors/service-error.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { Allowance } from './allowance.ts';

const check = (what: 'model' | 'profile', asked: string, allowed: readonly string[] | undefined): void => {
  if (!allowed || allowed.includes(asked)) return;
  const list = allowed.length > 0 ? `only ${allowed.join(', ')}` : 'none';
  throw new ServiceError('permission_denied', `This credential may not use the ${what} "${asked}": ${list}.`, {
    fields: [{ pointer: `/${what}`, message: `allowed: ${list}` }],
  });
};

/** @throws ServiceError `permission_denied`, naming what is allowed, if the caller may not use that model or profile. */
export const checkAllowed = (asked: { readonly model: string; readonly profile: Profile }, allowance: Allowance) => {
  check('model', asked.model, allowance.models);
  check('profile', asked.profile, allowance.profiles);
};
