import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Route } from '#lambda/route-table/route.ts';
import { type Operation, ROUTES } from '#lambda/routes.ts';

/** A route of the table, with the operation that it is known by. */
export type KnownRoute = Route & { readonly operation: Operation };

const ROUTE_BY_KEY: ReadonlyMap<string, KnownRoute> = new Map(
  ROUTES.map((route) => [`${route.method} ${route.path}`, route]),
);

/** The route that API Gateway took the request by; undefined if the table does not have it. */
export const findRoute = ({ httpMethod, resource }: APIGatewayProxyEvent): KnownRoute | undefined =>
  ROUTE_BY_KEY.get(`${httpMethod} ${resource}`);
