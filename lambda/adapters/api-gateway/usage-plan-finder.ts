import { type APIGatewayClient, paginateGetUsagePlans } from '@aws-sdk/client-api-gateway';

/** The id of a tier's usage plan. @throws Error if there is none. */
export type FindUsagePlan = (tier: string) => Promise<string>;

const readPlans = async (client: APIGatewayClient): Promise<ReadonlyMap<string | undefined, string>> => {
  const pages = await Array.fromAsync(paginateGetUsagePlans({ client, pageSize: 500 }, {}));
  return new Map(pages.flatMap(({ items = [] }) => items.map(({ name, id = '' }) => [name, id])));
};

/**
 * Finds usage plans by their names.
 *
 * Their ids cannot stand in the function's environment: the plans are made after the API, and that after the function.
 */
export const createUsagePlanFinder = (client: APIGatewayClient, prefix: string): FindUsagePlan => {
  let plans: ReadonlyMap<string | undefined, string> = new Map();
  return async (tier) => {
    const name = prefix + tier;
    if (!plans.has(name)) plans = await readPlans(client);
    const id = plans.get(name);
    if (id === undefined) throw new Error(`there is no usage plan "${name}"`);
    return id;
  };
};
