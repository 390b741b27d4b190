import type { FacilityAction } from '../../db/entities/facility-change.ts';
import type { FacilityState } from '../../server/edits/facility-state.ts';

/** An edit that the hub said it has made. */
export interface Acknowledged {
  /** UUID of the request. */
  readonly request: string;
  readonly facilityId: number;
  readonly changeId: number;
  readonly action: FacilityAction;
  readonly version: number;
  readonly after: Omit<FacilityState, 'nameSimplified'>;
  readonly dataVersion: string;
}

/** What editors were told. */
export interface Ledger {
  readonly acknowledged: Acknowledged[];
  /** Requests that were refused because somebody else had changed the facility. */
  readonly refused: string[];
  /** Answers that none of these edits may get, and requests that were never answered. */
  readonly unexpected: string[];
  /** Requests that were sent more than once. */
  retried: number;
  /** How often they were sent again. */
  resent: number;
}

export function newLedger(): Ledger {
  return { acknowledged: [], refused: [], unexpected: [], retried: 0, resent: 0 };
}
