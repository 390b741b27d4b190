import { sql } from 'kysely';
import type { Ordering } from '../lists/connection.ts';
import { direction, orderingBy, originOf, type SortKey, sortKeys } from '../lists/order.ts';
import { FACILITY_FIELDS } from './facility.fields.ts';
import type { FacilityFilter, FacilityOrder } from './facility.input.ts';

/** Sort keys of the table `facility f`. */
const KEYS = sortKeys(FACILITY_FIELDS);

/** The ordering that an input asks for; by code unless given. @throws BAD_USER_INPUT naming it */
export function facilityOrdering(
  order?: FacilityOrder | null,
  filter?: FacilityFilter | null,
): Ordering {
  const field = order?.field ?? 'CODE';
  const key: SortKey =
    field === 'DISTANCE'
      ? [sql`ST_Distance(f.location::geography, ${originOf(order, filter)}::geography)`, 'float8']
      : (KEYS[field] as SortKey);
  return orderingBy(`facility:${field}`, key, direction(order));
}
