import { type RawBuilder, sql } from 'kysely';
import { pointOf } from '../shared/shapes.ts';

/** Stands for the id of a facility that does not exist yet: later in the order of ids than any that does. */
const NEW_FACILITY_ID = 2_147_483_647;

/** A facility as it would be, to be judged without being written. */
export interface FacilityTrial {
  /** The facility that would change; null for a new one. */
  readonly id: number | null;
  readonly kindId: number;
  /** `[longitude, latitude]`, degrees on WGS 84. */
  readonly location: readonly number[];
  readonly active: boolean;
  /** The community that it would lie in; null outside of all. */
  readonly communityId: number | null;
}

/** The table of facilities, named `facility`: as it is, or as it would be. */
export function facilityTable(trial: FacilityTrial | undefined): RawBuilder<unknown> {
  if (!trial) return sql`facility`;
  const { id, kindId, location, active, communityId } = trial;
  return sql`(
    SELECT id, kind_id, location, active, community_id FROM facility WHERE id <> ${id ?? NEW_FACILITY_ID}
    UNION ALL SELECT ${id ?? NEW_FACILITY_ID}::int, ${kindId}::int, ${pointOf([...location])},
      ${active}::boolean, ${communityId}::int
  ) facility`;
}
