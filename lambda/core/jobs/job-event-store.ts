import type { Job } from './job.ts';

/** Something that happened while a job ran, as its readers are told of it. */
export interface JobEvent {
  /** Counts from 1, over all attempts. */
  readonly seq: number;
  readonly event: string;
  readonly data: object;
}

type EventsOf = Pick<Job, 'tenantId' | 'id' | 'expiresAtSeconds'>;

/** Where is kept what happens while jobs run, for as long as their records. */
export interface JobEventStore {
  /** Adds events, whose numbers follow those of the last. Adding the same again changes nothing. */
  append(job: EventsOf, events: readonly JobEvent[]): Promise<void>;
  /** The events after that one, in order. */
  read(job: EventsOf, afterSeq: number): AsyncIterable<JobEvent>;
  /** The number of the last event; 0 if there is none. */
  lastSeq(job: EventsOf): Promise<number>;
  /** Safe to repeat. */
  deleteAll(job: EventsOf): Promise<void>;
}
