import type { Administrator } from '#core/auth/administrator.ts';
import type { Clock } from '#core/clock.ts';
import type { AuditLog, AuditRecord } from './audit-log.ts';

/** What recording an act needs of the world. */
export interface AuditPorts {
  readonly audit: AuditLog;
  readonly newId: (prefix: string, atMs: number) => string;
  readonly clock: Clock;
}

/** Who acts, and in which request. */
export interface Actor {
  readonly administrator: Administrator;
  readonly requestId: string;
}

/** What is done. */
export type Act = Pick<AuditRecord, 'action' | 'tenantId' | 'keyId' | 'before' | 'after'>;

/**
 * Records an act that is about to be done: nothing is ever done unrecorded, though what is recorded may fail.
 *
 * @throws what keeps it from being recorded; then it must not be done.
 */
export const recordAct = async (act: Act, { administrator, requestId }: Actor, ports: AuditPorts): Promise<void> => {
  const atMs = ports.clock();
  await ports.audit.append({ ...act, id: ports.newId('audit', atMs), atMs, actor: administrator.id, requestId });
};
