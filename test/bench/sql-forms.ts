import type { Client } from 'pg';

/** A rule as the SQL of the benchmark takes it. */
export interface SqlRule {
  readonly code: string;
  readonly id: number;
  readonly kindId: number;
  readonly radiusMeters: number;
}

/** Seconds that a piece of work took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

const chosen = ({ kindId }: SqlRule): string => `f.active AND f.kind_id = ${kindId}`;

/** An index of what counts for one rule alone, which the hub itself does not have. */
export async function indexRule(client: Client, rule: SqlRule): Promise<void> {
  await client.query(`CREATE INDEX facility_bench_${rule.id} ON facility
    USING gist ((location::geography)) WHERE ${chosen(rule).replaceAll('f.', '')}`);
  await client.query('ANALYZE facility');
}

/*
 * Residents covered, by community, into a temporary table (community_id, covered). All forms are exact and
 * use GiST indexes. Ratios to `semijoin` with the hub's own indexes, plaza rule, two workers, were:
 * - `semijoin`                                       1 (in one process 1.6)
 * - … with an index of the plazas alone              0.4–0.6
 * - … with `location && ST_Expand(…)`, planar index  0.6 (not kept)
 * - `settledFirst`, index of the plazas alone        0.33
 * - nearest plaza of each cell by `<->`              3.3 (from a sample)
 * - DISTINCT cells of a join from the plazas         3.7 (from a sample, not kept)
 * `jit` costs half a second to a second, and is off.
 */

/** Every cell asks whether a facility is within the radius: the form that everybody would write. */
export async function semijoin(client: Client, rule: SqlRule, table: string): Promise<void> {
  await client.query(`CREATE TEMP TABLE ${table} AS
    SELECT cell.community_id, sum(cell.residents)::integer AS covered FROM resident_cell cell
    WHERE EXISTS (SELECT FROM facility f WHERE ${chosen(rule)}
      AND ST_DWithin(f.location::geography, cell.location::geography, ${rule.radiusMeters}))
    GROUP BY cell.community_id`);
}

/**
 * Settles whole communities first: by the triangle inequality all cells in a circle are covered when a
 * facility is within the radius less the circle's, and none when none is within the sum of both. Only the
 * cells of the others ask for themselves.
 */
export async function settledFirst(client: Client, rule: SqlRule, table: string): Promise<void> {
  const within = (meters: string): string => `EXISTS (SELECT FROM facility f WHERE ${chosen(rule)}
    AND ST_DWithin(f.location::geography, middle, ${meters}))`;
  const corner = (x: string, y: string): string =>
    `ST_Distance(middle, ST_SetSRID(ST_MakePoint(${x}, ${y}), 4326)::geography)`;
  await client.query(`CREATE TEMP TABLE ${table}_settled AS
    WITH frame AS (
      SELECT community_id, min(ST_X(location)) AS w, max(ST_X(location)) AS e,
        min(ST_Y(location)) AS s, max(ST_Y(location)) AS n FROM resident_cell GROUP BY community_id
    ), circle AS (
      SELECT community_id, middle, 1 + greatest(${corner('w', 's')}, ${corner('e', 's')},
        ${corner('w', 'n')}, ${corner('e', 'n')}) AS reach
      FROM frame CROSS JOIN LATERAL (SELECT
        ST_SetSRID(ST_MakePoint((w + e) / 2, (s + n) / 2), 4326)::geography AS middle) AS m
    )
    SELECT community_id, CASE
      WHEN reach < ${rule.radiusMeters} AND ${within(`greatest(${rule.radiusMeters} - reach, 0)`)} THEN true
      WHEN NOT ${within(`${rule.radiusMeters} + reach`)} THEN false END AS all_covered
    FROM circle`);
  await client.query(`ANALYZE ${table}_settled`);
  await client.query(`CREATE TEMP TABLE ${table} AS
    SELECT cell.community_id, sum(cell.residents)::integer AS covered
    FROM resident_cell cell JOIN ${table}_settled settled USING (community_id)
    WHERE all_covered OR (all_covered IS NULL AND EXISTS (SELECT FROM facility f WHERE ${chosen(rule)}
      AND ST_DWithin(f.location::geography, cell.location::geography, ${rule.radiusMeters})))
    GROUP BY cell.community_id`);
}

/** Every `step`-th cell looks for its nearest facility. `<->` measures on a sphere: not exact, only fast. */
export async function nearestOfCells(client: Client, rule: SqlRule, step: number): Promise<void> {
  await client.query(`SELECT sum(cell.residents) FILTER (WHERE nearest.meters <= ${rule.radiusMeters})
    FROM resident_cell cell CROSS JOIN LATERAL (
      SELECT f.location::geography <-> cell.location::geography AS meters FROM facility f
      WHERE ${chosen(rule)} ORDER BY 1 LIMIT 1) AS nearest
    WHERE cell.id % ${step} = 0`);
}

/**
 * Nearest facility, its distance and the number within the radius of every service point. What `<->` finds
 * is nearest on a sphere; on the ellipsoid it is among those up to 1 % farther.
 */
export async function servicePoints(client: Client, rule: SqlRule, table: string): Promise<void> {
  await client.query(`CREATE TEMP TABLE ${table} AS
    SELECT c.id AS community_id, nearest.id AS nearest, nearest.meters, within.count::integer AS within
    FROM community c
    LEFT JOIN LATERAL (SELECT f.location::geography <-> c.service_point::geography AS meters
      FROM facility f WHERE ${chosen(rule)} ORDER BY 1 LIMIT 1) AS sphere ON true
    LEFT JOIN LATERAL (SELECT f.id, ST_Distance(f.location::geography, c.service_point::geography) AS meters
      FROM facility f WHERE ${chosen(rule)}
        AND ST_DWithin(f.location::geography, c.service_point::geography, sphere.meters * 1.01)
      ORDER BY 2, f.id LIMIT 1) AS nearest ON true
    CROSS JOIN LATERAL (SELECT count(*) FROM facility f WHERE ${chosen(rule)}
      AND ST_DWithin(f.location::geography, c.service_point::geography, ${rule.radiusMeters})) AS within`);
}

/** A circle as a polygon of 240 sides: quick, from a map projection, or through geodesically exact points. */
export type CircleForm = 'projected' | 'geodesic';

/**
 * Share of every community's area within the radius: 1 where one circle holds the whole community, else by
 * the union of the circles. Against the engine (10⁻⁵) it is right to 10⁻³ with geodesic circles and to
 * some 10⁻³ with projected ones, at less than half the time.
 */
export async function areas(
  client: Client,
  rule: SqlRule,
  table: string,
  form: CircleForm,
): Promise<void> {
  const { radiusMeters } = rule;
  const circle =
    form === 'projected'
      ? `ST_Buffer(f.location::geography, ${radiusMeters}, 'quad_segs=60')::geometry`
      : `(SELECT ST_SetSRID(ST_MakePolygon(ST_MakeLine(array_agg(ST_Project(f.location::geography,
          ${radiusMeters}, radians(step * 1.5))::geometry ORDER BY step))), 4326)
        FROM generate_series(0, 240) AS step)`;
  await client.query(`CREATE TEMP TABLE ${table}_circle AS
    SELECT ${circle} AS shape FROM facility f WHERE ${chosen(rule)}`);
  await client.query(`CREATE INDEX ON ${table}_circle USING gist (shape)`);
  await client.query(`ANALYZE ${table}_circle`);
  await client.query(`CREATE TEMP TABLE ${table} AS SELECT c.id AS community_id, CASE
      WHEN EXISTS (SELECT FROM ${table}_circle WHERE ST_Covers(shape, c.boundary)) THEN 1
      ELSE coalesce(ST_Area(ST_Intersection(c.boundary, (SELECT ST_Union(shape) FROM ${table}_circle
        WHERE ST_Intersects(shape, c.boundary)))::geography), 0) / c.area_square_meters END AS share
    FROM community c`);
}
