import { sql } from 'kysely';
import type { Ordering } from '../lists/connection.ts';
import { direction, orderingBy, originOf, type SortKey, sortKeys } from '../lists/order.ts';
import { GRID_FIELDS } from './grid.fields.ts';
import type { GridFilter, GridOrder } from './grid.input.ts';

/** Sort keys of the table `grid g`. */
const KEYS = sortKeys(GRID_FIELDS);

/** The ordering that an input names; by code unless given. @throws BAD_USER_INPUT naming it */
export function gridOrdering(order?: GridOrder | null, filter?: GridFilter | null): Ordering {
  const field = order?.field ?? 'CODE';
  const key: SortKey =
    field === 'DISTANCE'
      ? [sql`ST_Distance(g.boundary::geography, ${originOf(order, filter)}::geography)`, 'float8']
      : (KEYS[field] as SortKey);
  return orderingBy(`grid:${field}`, key, direction(order));
}
