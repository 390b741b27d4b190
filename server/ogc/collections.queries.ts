import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { findRules } from '../rules/rules.queries.ts';
import { NotFoundError } from '../shared/errors.ts';
import type { BBox } from '../shared/geo-input.ts';
import { instant } from '../shared/instant.ts';
import { boxOf } from '../shared/shapes.ts';
import type { Collection } from './collection.ts';
import { PLACES } from './places.queries.ts';
import { coverageBy, serviceAreasOf } from './rules.queries.ts';

export { type Bilingual, both, type Collection } from './collection.ts';

/** All collections: what there is in the city, and two for each rule in force. */
export async function findCollections(em: EntityManager): Promise<Collection[]> {
  const rules = await findRules(em);
  return [...PLACES, ...rules.flatMap((rule) => [coverageBy(rule), serviceAreasOf(rule)])];
}

/** The collection with this id. @throws NOT_FOUND naming `field` */
export async function getCollection(
  em: EntityManager,
  id: string,
  field: string,
): Promise<Collection> {
  const collections = await findCollections(em);
  const found = collections.find((collection) => collection.id === id);
  if (found) return found;
  const known = collections.map((collection) => collection.id).join(', ');
  throw new NotFoundError(field, `There is no ${field} ${id.slice(0, 40)}; there are: ${known}.`);
}

/** Where a collection lies, degrees on WGS 84, and when it changed, first and last. */
export interface Extent {
  readonly bbox: BBox | null;
  readonly interval: [string, string] | null;
}

/** The extents of collections, in one statement. */
export async function findExtents(
  em: EntityManager,
  collections: readonly Collection[],
): Promise<Map<string, Extent>> {
  const each = collections.map(
    ({ id, from, where, extent, time = sql`NULL::timestamptz` }) => sql`
      SELECT ${id}::text AS id, ${extent} AS extent, min(${time}) AS first, max(${time}) AS last
      FROM ${from} WHERE ${where}`,
  );
  const { rows } = await sql<{
    id: string;
    bbox: BBox | null;
    earliest: string | null;
    latest: string | null;
  }>`SELECT id, ${boxOf(sql`extent`)} AS bbox, ${instant(sql`first`)} AS earliest,
      ${instant(sql`last`)} AS latest
    FROM (${sql.join(each, sql` UNION ALL `)}) spanned`.execute(em.getKysely());
  return new Map(
    rows.map(({ id, bbox, earliest, latest }) => [
      id,
      { bbox: bbox && onEarth(bbox), interval: earliest && latest ? [earliest, latest] : null },
    ]),
  );
}

/** The Earth ends at the poles, and what reaches beyond 180° goes round it. */
function onEarth([west, south, east, north]: BBox): BBox {
  const [left, right] = west < -180 || east > 180 ? [-180, 180] : [west, east];
  return [left, Math.max(-90, south), right, Math.min(90, north)];
}
