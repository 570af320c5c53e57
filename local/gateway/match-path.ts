import { ServiceError } from '#core/errors/service-error.ts';
import type { Route } from '#lambda/route-table/route.ts';

/** The resource that a path belongs to, as API Gateway finds it. */
export interface PathMatch {
  /** The resource's routes, one per method. */
  readonly routes: readonly Route[];
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the resource of a path; a static one wins over one with a parameter.
 *
 * @throws ServiceError `not_found`; `invalid_request` for a parameter that is not properly percent-encoded.
 */
export const matchPath = (routes: readonly Route[], path: string): PathMatch => {
  const templates = [...new Set(routes.map((route) => route.path))];
  for (const template of templates.sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))) {
    const pathParameters = matchTemplate(template, path);
    if (pathParameters) return { routes: routes.filter((route) => route.path === template), pathParameters };
  }
  throw new ServiceError('not_found', `There is nothing at ${path}. GET /openapi.json lists what there is.`);
};

const matchTemplate = (template: string, path: string): Record<string, string> | undefined => {
  const values = path.split('/');
  const names = template.split('/');
  if (names.length !== values.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    const parameter = /^\{(.+)\}$/.exec(name)?.[1];
    if (parameter === undefined ? name !== value : value === '') return undefined;
    if (parameter !== undefined) parameters[parameter] = decode(value);
  }
  return parameters;
};

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new ServiceError('invalid_request', `"${value}" in the path is not properly percent-encoded.`, { cause });
  }
};
