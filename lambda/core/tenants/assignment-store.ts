import type { Assignment } from './assignment.ts';

/** A page of the principals of a tenant, in the order of their ids. */
export interface AssignmentPage {
  readonly assignments: readonly Assignment[];
  readonly hasMore: boolean;
  /** What the next page comes `after`. */
  readonly lastId?: string;
}

/** Where is kept which Cognito users and clients belong to which tenant: each to one at most. */
export interface AssignmentStore {
  /** Where that principal belongs to, as last written. */
  find(principalId: string): Promise<Assignment | undefined>;
  /** May miss for moments what was just written. */
  list(tenantId: string, query: { readonly limit: number; readonly after?: string }): Promise<AssignmentPage>;
  /** Lets the principal belong to that tenant, and to no other any more. */
  assign(assignment: Assignment): Promise<void>;
  /** @returns false if it does not belong to that tenant. */
  remove(tenantId: string, principalId: string): Promise<boolean>;
}
