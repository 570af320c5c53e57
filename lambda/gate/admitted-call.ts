import type { IncomingHttpHeaders } from 'node:http';
import type { Model } from '#core/models/model.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import type { CallSession } from './call-session.ts';
import type { GatePolicy } from './gate-session.ts';
import type { MeteredCall } from './metered-call.ts';

/** A call of the CLI that is let through. */
export interface AdmittedCall {
  readonly session: CallSession;
  readonly policy: GatePolicy;
  readonly model: Model;
  readonly call: MeteredCall;
  /** False: its answer comes in one piece. */
  readonly isStreamed: boolean;
  /** Path and query, as the CLI asked for them. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bedrockCredentials: AwsCredentials | undefined;
}
