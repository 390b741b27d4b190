import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import type { ReferenceSystem } from '../../systems/reference-system.ts';
import type { ImportTarget } from '../staged/fields.ts';
import type { SystemFit } from '../staged/system-guess.ts';

/** A sampled row of a file, and where on WGS 84 it would lie if the file were in `system`. */
export interface PlacedRow {
  readonly row: number;
  readonly system: ReferenceSystem;
  readonly position: Position;
  readonly code: string | null;
  readonly name: string | null;
  readonly community: string | null;
}

/** A row fits when it lies this near to its stored feature; GCJ-02 and BD-09 are off by 300 m and more. */
const NEAR_METERS = 60;
/** Facilities are found by name within this distance. */
const NAME_SEARCH_METERS = 2_000;
/** A comparison counts when it could be made for at least so many rows. */
const MIN_ROWS = 3;

/**
 * How many of the rows fit what the hub stores, by system. Compared are, whichever is the first that enough rows
 * have: the stored features of the same code or name; the communities that the rows name; all communities.
 */
export async function findFits(
  em: EntityManager,
  target: ImportTarget,
  placed: readonly PlacedRow[],
): Promise<SystemFit[]> {
  const records = placed.map(({ position: [lon, lat], ...rest }) => ({ ...rest, lon, lat }));
  const { rows } = await sql<SystemFit & { kind: 'KNOWN' | 'NAMED' | 'ANY' }>`
    WITH given AS MATERIALIZED (
      SELECT g.*, ST_SetSRID(ST_MakePoint(g.lon, g.lat), 4326) AS point
      FROM json_to_recordset(${JSON.stringify(records)}::json) AS g(row int, system text, lon float8,
        lat float8, code text, name text, community text)
    ),
    community_of AS MATERIALIZED (
      SELECT named.community, min(c.id) AS id FROM (SELECT DISTINCT community FROM given) named
      JOIN community c ON named.community IN (c.code, c.name, c.name_simplified)
      GROUP BY named.community HAVING count(*) = 1
    ),
    judged AS MATERIALIZED (
      SELECT g.row, g.system, ${metersToKnown(target)} <= ${NEAR_METERS} AS known,
        ST_DWithin(named.boundary::geography, g.point::geography, 1) AS named,
        EXISTS (SELECT 1 FROM community c WHERE ST_Covers(c.boundary, g.point)) AS "any"
      FROM given g LEFT JOIN community_of ON community_of.community = g.community
      LEFT JOIN community named ON named.id = community_of.id
    )
    SELECT 'KNOWN' AS kind, system, count(*) FILTER (WHERE known)::int AS hits,
      (SELECT count(DISTINCT row)::int FROM judged WHERE known IS NOT NULL) AS of
    FROM judged GROUP BY system
    UNION ALL SELECT 'NAMED', system, count(*) FILTER (WHERE named)::int,
      (SELECT count(DISTINCT row)::int FROM judged WHERE named IS NOT NULL)
    FROM judged GROUP BY system
    UNION ALL SELECT 'ANY', system, count(*) FILTER (WHERE "any")::int, count(*)::int
    FROM judged GROUP BY system`.execute(em.getKysely());
  const best = (['KNOWN', 'NAMED', 'ANY'] as const)
    .map((kind) => rows.filter((row) => row.kind === kind))
    .find((fits) => (fits[0]?.of ?? 0) >= MIN_ROWS);
  return (best ?? []).map(({ system, hits, of }) => ({ system, hits, of }));
}

/** Meters from a placed row `g` to the stored feature of the same code, or of the same name not far away. */
function metersToKnown(target: ImportTarget): RawBuilder<unknown> {
  switch (target) {
    case 'FACILITIES':
      return sql`coalesce(
        (SELECT ST_Distance(f.location::geography, g.point::geography) FROM facility f
          WHERE f.code = g.code),
        (SELECT min(ST_Distance(f.location::geography, g.point::geography)) FROM facility f
          WHERE ST_DWithin(f.location::geography, g.point::geography, ${NAME_SEARCH_METERS})
            AND g.name IN (f.name, f.name_simplified)))`;
    case 'RESIDENT_CELLS':
      return sql`(SELECT ST_Distance(t.location::geography, g.point::geography) FROM resident_cell t
        WHERE t.code = g.code)`;
    case 'GRIDS':
      return sql`(SELECT ST_Distance(ST_Boundary(t.boundary)::geography, g.point::geography)
        FROM grid t WHERE t.code = g.code)`;
    default:
      return sql`(SELECT ST_Distance(ST_Boundary(t.boundary)::geography, g.point::geography)
        FROM community t WHERE t.code = g.code)`;
  }
}
