import type { Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { Field, Float, InputType } from 'type-graphql';
import { parseMeters, parsePosition } from './geo-input.ts';
import { PositionScalar } from './scalars.ts';

/** The farthest that `near` may reach, in meters. */
const MAX_NEAR_METERS = 100_000;

@InputType({ description: 'Within a geodesic distance of a point.' })
export class NearInput {
  @Field(() => PositionScalar, { description: '`[longitude, latitude]` in degrees on WGS 84.' })
  point!: unknown;

  @Field(() => Float, {
    description: `Geodesic meters on WGS 84, inclusive; more than 0, at most ${MAX_NEAR_METERS}.`,
  })
  meters!: number;
}

/** A validated {@link NearInput}. */
export interface NearCriteria {
  readonly point: Position;
  readonly meters: number;
}

/** Checks a near input. @throws BAD_USER_INPUT naming `field` */
export function parseNear(
  near: NearInput | null | undefined,
  field: string,
): NearCriteria | undefined {
  if (near == null) return undefined;
  return {
    point: parsePosition(near.point, `${field}.point`),
    meters: parseMeters(near.meters, `${field}.meters`, MAX_NEAR_METERS),
  };
}

/** A geometry column lies within the distance. */
export function isNear(
  column: RawBuilder<unknown>,
  { point, meters }: NearCriteria,
): RawBuilder<unknown> {
  return sql`ST_DWithin(${column}::geography, ${pointOf(point)}::geography, ${meters})`;
}

/** A position as a PostGIS geometry. */
export function pointOf([longitude, latitude]: Position): RawBuilder<unknown> {
  return sql`ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)`;
}
