import { sql } from 'kysely';
import type { Ordering } from '../shared/connection.ts';
import { direction, orderingBy, originOf, type SortKey } from '../shared/order.ts';
import type { GridFilter, GridOrder, GridOrderField } from './grid.input.ts';

/** Sort keys of the table `grid g`. */
const KEYS: Record<Exclude<GridOrderField, 'DISTANCE'>, SortKey> = {
  CODE: [sql`g.code`, 'text', 'known'],
  NAME: [sql`g.name`, 'text', 'known'],
  NAME_EN: [sql`g.name_en`, 'text'],
  HOUSEHOLDS: [sql`g.households`, 'float8'],
  RESIDENTS: [sql`g.residents`, 'float8'],
  STATUS: [sql`g.status`, 'text', 'known'],
};

/** The ordering that an input asks for; by code unless given. @throws BAD_USER_INPUT naming it */
export function gridOrdering(order?: GridOrder | null, filter?: GridFilter | null): Ordering {
  const field = order?.field ?? 'CODE';
  const key: SortKey =
    field === 'DISTANCE'
      ? [sql`ST_Distance(g.boundary::geography, ${originOf(order, filter)}::geography)`, 'float8']
      : KEYS[field];
  return orderingBy(`grid:${field}`, key, direction(order));
}
