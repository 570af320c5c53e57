import type { AuditPorts } from '#core/audit/record-act.ts';
import type { ApiKeyMaker } from '#core/auth/api-key-maker.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';
import type { Scheduler } from '#core/schedules/scheduler.ts';
import type { Settings } from '#core/settings.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import type { MeterKeys } from './meter-keys.ts';

/** What administrating needs of the world. */
export interface AdminActPorts extends AuditPorts {
  readonly settings: Settings;
  readonly tenants: TenantStore;
  readonly assignments: AssignmentStore;
  readonly apiKeys: ApiKeyStore;
  readonly keyMaker: ApiKeyMaker;
  /** @default - there are no usage plans */
  readonly meterKeys?: MeterKeys;
  readonly schedules: ScheduleStore;
  readonly scheduler: Pick<Scheduler, 'remove'>;
}
