/**
 * What usage plans meter API keys by: an API Gateway API key for each, which is an identifier and no credential.
 *
 * Not there where there are no usage plans.
 */
export interface MeterKeys {
  /** Makes one in the plan of a tier. */
  create(keyId: string, tier: string): Promise<MeterKey>;
  /** Puts it into the plan of another tier. Safe to repeat. */
  move(meterKeyId: string, fromTier: string, toTier: string): Promise<void>;
  /** Safe to repeat. */
  delete(meterKeyId: string): Promise<void>;
}

/** One that was made. */
export interface MeterKey {
  readonly id: string;
  /** By which the authorizer names it. */
  readonly value: string;
}
