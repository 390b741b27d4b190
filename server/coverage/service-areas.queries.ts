import { type RawBuilder, sql } from 'kysely';
import type { BBox } from '../shared/geo-input.ts';
import { touchesBox } from '../shared/shapes.ts';

type Sql = RawBuilder<unknown>;

/** Corners of the polygon that stands for a circle. */
const CORNERS = 72;
/** Less than any degree of latitude spans; a degree of longitude spans more than that × cos latitude. */
const SHORTEST_DEGREE_METERS = 110_500;
/** Nearer to a pole than this, in degrees, a circle is no shape on a map of degrees. */
const NORTHMOST = 89.9;

/**
 * The service area 服务范围 of a point column: a multipolygon in degrees on WGS 84. Its 72 corners lie at the
 * radius exactly (geodesic meters on WGS 84, by `ST_Project`), so that up to a thousandth of the radius is
 * missing halfway between them. It is cut at 180° where it crosses it, and null where it reaches a pole.
 */
export function serviceArea(point: Sql, radiusMeters: number): Sql {
  // Clockwise by azimuth would be a hole (RFC 7946), and the last corner has to be the first to the bit.
  const azimuth = sql`radians(-360.0 * (corner % ${sql.lit(CORNERS)}) / ${sql.lit(CORNERS)})`;
  const ring = sql`(SELECT ST_MakeLine(ST_Project(${point}::geography, ${sql.lit(radiusMeters)}, ${azimuth})::geometry
    ORDER BY corner) FROM generate_series(0, ${sql.lit(CORNERS)}) AS corner)`;
  const { east } = reach(point, radiusMeters);
  return sql`CASE
    WHEN ${serviceAreaIsNowhere(point, radiusMeters)} THEN NULL
    WHEN abs(ST_X(${point})) + ${east} < 180 THEN ST_Multi(ST_MakePolygon(${ring}))
    ELSE ST_Multi(ST_WrapX(ST_MakePolygon(ST_ShiftLongitude(${ring})), 180, -360)) END`;
}

/** Whether the service area of a point reaches a pole. */
export function serviceAreaIsNowhere(point: Sql, radiusMeters: number): Sql {
  return sql`abs(ST_Y(${point})) + ${reach(point, radiusMeters).north} > ${sql.lit(NORTHMOST)}`;
}

/** An aggregate over points whose box holds all their service areas; it may reach beyond 180°. */
export function serviceAreaExtent(point: Sql, radiusMeters: number): Sql {
  const { east, north } = reach(point, radiusMeters);
  return sql`ST_Extent(ST_Expand(${point}, ${east}, ${north}))`;
}

/** The service area of a point touches any of the boxes. */
export function serviceAreaTouches(point: Sql, radiusMeters: number, boxes: readonly BBox[]): Sql {
  const near = boxes
    .flatMap((box) => widened(box, radiusMeters))
    .map(
      ([west, south, east, north]) =>
        sql`${point} && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`,
    );
  const touching = boxes.map((box) => touchesBox(sql`circle.area`, box));
  // Without OFFSET the circle would be made once for every box.
  return sql`(${sql.join(near, sql` OR `)}) AND (SELECT ${sql.join(touching, sql` OR `)}
    FROM (SELECT ${serviceArea(point, radiusMeters)} AS area OFFSET 0) circle)`;
}

/** How many degrees eastward and northward a circle reaches at most. */
function reach(point: Sql, radiusMeters: number): { east: Sql; north: Sql } {
  const north = sql.lit(radiusMeters / SHORTEST_DEGREE_METERS);
  const parallel = sql`least(${sql.lit(NORTHMOST)}, abs(ST_Y(${point})) + ${north})`;
  return { east: sql`(${north} / cos(radians(${parallel})))`, north };
}

/** A box with a margin of some meters on all sides, as boxes within ±180°. */
function widened([west, south, east, north]: BBox, meters: number): BBox[] {
  const dy = meters / SHORTEST_DEGREE_METERS;
  const parallel = Math.min(NORTHMOST, Math.max(Math.abs(south), Math.abs(north)) + dy);
  const dx = dy / Math.cos((parallel * Math.PI) / 180);
  const [left, right, bottom, top] = [west - dx, east + dx, south - dy, north + dy];
  return [
    [left, bottom, right, top],
    ...(left < -180 ? [[left + 360, bottom, 180, top] as BBox] : []),
    ...(right > 180 ? [[-180, bottom, right - 360, top] as BBox] : []),
  ];
}
