import { type RawBuilder, sql } from 'kysely';
import type { BBox } from '../shared/geo-input.ts';
import { touchesBox } from '../shared/shapes.ts';
import { NORTHMOST, reachEast, reachNorth } from './engine/index.ts';

type Sql = RawBuilder<unknown>;

/** Corners of the polygon that stands for a circle, as many as those of `circleAround`. */
const CORNERS = 72;

/** Whether the service area 服务范围 of a point reaches a pole, where it is no shape. */
export function serviceAreaIsNowhere(point: Sql, radiusMeters: number): Sql {
  return sql`abs(ST_Y(${point})) + ${north(radiusMeters)} > ${sql.lit(NORTHMOST)}`;
}

/** An aggregate over points whose box holds all their service areas; it may reach beyond 180°. */
export function serviceAreaExtent(point: Sql, radiusMeters: number): Sql {
  return sql`ST_Extent(ST_Expand(${point}, ${east(point, radiusMeters)}, ${north(radiusMeters)}))`;
}

/** Whether the service area of a point may touch any of the boxes: surely not, if not; by an index. */
export function serviceAreaIsNear(point: Sql, radiusMeters: number, boxes: readonly BBox[]): Sql {
  const near = boxes.flatMap((box) => widened(box, radiusMeters)).map((box) => isIn(point, box));
  return sql`(${sql.join(near, sql` OR `)})`;
}

/** Whether the service area of a point, as `circleAround` draws it, touches any of the boxes. */
export function serviceAreaTouches(point: Sql, radiusMeters: number, boxes: readonly BBox[]): Sql {
  const inside = boxes.map((box) => isIn(point, box));
  const touching = boxes.map((box) => touchesBox(sql`circle.area`, box));
  // Without OFFSET the circle would be made once for every box.
  return sql`${serviceAreaIsNear(point, radiusMeters, boxes)} AND (${sql.join(inside, sql` OR `)}
    OR (SELECT ${sql.join(touching, sql` OR `)}
      FROM (SELECT ${serviceArea(point, radiusMeters)} AS area OFFSET 0) circle))`;
}

/** The service area of a point as a multipolygon: slow, so for those at the edge of a box only. */
function serviceArea(point: Sql, radiusMeters: number): Sql {
  const azimuth = sql`radians(-360.0 * (corner % ${sql.lit(CORNERS)}) / ${sql.lit(CORNERS)})`;
  const ring = sql`(SELECT ST_MakeLine(ST_Project(${point}::geography, ${sql.lit(radiusMeters)}, ${azimuth})::geometry
    ORDER BY corner) FROM generate_series(0, ${sql.lit(CORNERS)}) AS corner)`;
  return sql`CASE
    WHEN ${serviceAreaIsNowhere(point, radiusMeters)} THEN NULL
    WHEN abs(ST_X(${point})) + ${east(point, radiusMeters)} < 180 THEN ST_MakePolygon(${ring})
    ELSE ST_WrapX(ST_MakePolygon(ST_ShiftLongitude(${ring})), 180, -360) END`;
}

function isIn(point: Sql, [west, south, east, north]: BBox): Sql {
  return sql`${point} && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
}

/** How many degrees northward a circle reaches at most. */
function north(radiusMeters: number): Sql {
  return sql.lit(reachNorth(radiusMeters));
}

/** How many degrees eastward a circle around a point reaches at most. */
function east(point: Sql, radiusMeters: number): Sql {
  const parallel = sql`least(${sql.lit(NORTHMOST)}, abs(ST_Y(${point})) + ${north(radiusMeters)})`;
  return sql`(${north(radiusMeters)} / cos(radians(${parallel})))`;
}

/** A box with a margin of some meters on all sides, as boxes within ±180°. */
function widened([west, south, east, north]: BBox, meters: number): BBox[] {
  const dy = reachNorth(meters);
  const dx = reachEast(Math.max(Math.abs(south), Math.abs(north)), meters);
  const [left, right, bottom, top] = [west - dx, east + dx, south - dy, north + dy];
  return [
    [left, bottom, right, top],
    ...(left < -180 ? [[left + 360, bottom, 180, top] as BBox] : []),
    ...(right > 180 ? [[-180, bottom, right - 360, top] as BBox] : []),
  ];
}
