import {
  APIGatewayClient,
  type APIGatewayClientConfig,
  ConflictException,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
  NotFoundException,
} from '@aws-sdk/client-api-gateway';
import { orUnavailable, type Unavailable } from '#adapters/aws/or-unavailable.ts';
import { unless } from '#adapters/aws/unless.ts';
import type { MeterKeys } from '#core/admin/meter-keys.ts';
import { createUsagePlanFinder } from './usage-plan-finder.ts';

export interface MeterKeysOptions extends APIGatewayClientConfig {
  /** What the names of the usage plans begin with, before the tier's, and the values of the keys, before the key's id. */
  readonly prefix: string;
}

const UNAVAILABLE: Unavailable = {
  message: 'API Gateway’s control API cannot be used now. Retry in a few seconds.',
  retryAfterSeconds: 5,
};

const available = <T>(sent: Promise<T>): Promise<T> => orUnavailable(sent, UNAVAILABLE);

/**
 * Makes API Gateway's API keys, by its control API.
 *
 * All throw ServiceError `unavailable` when that fails; it takes only a few calls a second:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const createMeterKeys = ({ prefix, ...config }: MeterKeysOptions): MeterKeys => {
  const client = new APIGatewayClient({
    ...config,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });

  const findPlan = createUsagePlanFinder(client, prefix);
  const planOf = (tier: string): Promise<string> => available(findPlan(tier));

  const add = async (keyId: string, tier: string): Promise<void> => {
    const command = new CreateUsagePlanKeyCommand({ usagePlanId: await planOf(tier), keyId, keyType: 'API_KEY' });
    await available(unless(ConflictException, client.send(command)));
  };

  const remove = async (keyId: string): Promise<void> => {
    await available(unless(NotFoundException, client.send(new DeleteApiKeyCommand({ apiKey: keyId }))));
  };

  return {
    create: async (keyId, tier) => {
      const value = `${prefix}${keyId}`;
      const command = new CreateApiKeyCommand({ name: value, value, enabled: true });
      const { id = '' } = await available(client.send(command));
      try {
        await add(id, tier);
      } catch (error) {
        // What stays if this fails too is in no plan, and nothing names it.
        await remove(id).catch(() => {});
        throw error;
      }
      return { id, value };
    },

    move: async (meterKeyId, fromTier, toTier) => {
      // First out of the one: two plans of one stage cannot have the same key.
      const keyId = meterKeyId;
      const command = new DeleteUsagePlanKeyCommand({ usagePlanId: await planOf(fromTier), keyId });
      await available(unless(NotFoundException, client.send(command)));
      await add(keyId, toTier);
    },

    delete: remove,
  };
};
