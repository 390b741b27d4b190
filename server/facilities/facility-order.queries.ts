import { sql } from 'kysely';
import type { Ordering } from '../shared/connection.ts';
import { direction, orderingBy, originOf, type SortKey } from '../shared/order.ts';
import type { FacilityFilter, FacilityOrder, FacilityOrderField } from './facility.input.ts';

/** Sort keys of the table `facility f`. */
const KEYS: Record<Exclude<FacilityOrderField, 'DISTANCE'>, SortKey> = {
  CODE: [sql`f.code`, 'text'],
  NAME: [sql`f.name`, 'text', 'known'],
  NAME_SIMPLIFIED: [sql`f.name_simplified`, 'text'],
  KIND: [sql`(SELECT code FROM facility_kind WHERE id = f.kind_id)`, 'text', 'known'],
  ADDRESS: [sql`f.address`, 'text'],
  OPENING: [sql`f.opening`, 'text'],
  SOURCE: [sql`f.source`, 'text'],
  VERSION: [sql`f.version`, 'float8'],
  UPDATED_AT: [sql`f.updated_at`, 'timestamptz', 'known'],
};

/** The ordering that an input asks for; by code unless given. @throws BAD_USER_INPUT naming it */
export function facilityOrdering(
  order?: FacilityOrder | null,
  filter?: FacilityFilter | null,
): Ordering {
  const field = order?.field ?? 'CODE';
  const key: SortKey =
    field === 'DISTANCE'
      ? [sql`ST_Distance(f.location::geography, ${originOf(order, filter)}::geography)`, 'float8']
      : KEYS[field];
  return orderingBy(`facility:${field}`, key, direction(order));
}
