import type { MeterKeys } from '#core/admin/meter-keys.ts';

/** What API Gateway holds: the tier whose plan each key is in, by id. */
export interface MemoryMeterKeys extends MeterKeys {
  readonly tiers: Map<string, string>;
}

/** Stands in for API Gateway: keeps in memory which key is in which tier's plan. */
export const createMemoryMeterKeys = (): MemoryMeterKeys => {
  const tiers = new Map<string, string>();
  return {
    tiers,
    create: async (keyId, tier) => {
      const id = `gateway-${keyId}`;
      tiers.set(id, tier);
      return { id, value: `meter-${keyId}` };
    },
    move: async (meterKeyId, fromTier, toTier) => {
      if (tiers.get(meterKeyId) !== fromTier) throw new Error('two plans of one stage cannot have the same key');
      tiers.set(meterKeyId, toTier);
    },
    delete: async (meterKeyId) => {
      tiers.delete(meterKeyId);
    },
  };
};
