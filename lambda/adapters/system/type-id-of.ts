import { TypeID } from 'typeid-js';

/**
 * The TypeID of a UUIDv7 made of that moment and the given 16 random bytes (the first six are not used).
 *
 * The library makes TypeIDs of the present only. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export const typeIdOf = (prefix: string, atMs: number, random: Uint8Array): string => {
  const bytes = Buffer.from(random);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return TypeID.fromUUIDBytes(prefix, bytes).toString();
};
