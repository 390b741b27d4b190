import type { MultiPolygon, Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { Field, InputType, registerEnumType } from 'type-graphql';
import { CoverageStatus } from '../../db/entities/coverage.ts';
import type { Ordering } from '../shared/connection.ts';
import { BadUserInputError } from '../shared/errors.ts';
import type { BBox } from '../shared/geo-input.ts';
import { type NearCriteria, NearInput } from '../shared/near.input.ts';
import { direction, OrderDirection } from '../shared/order.ts';
import { BBoxScalar, GeoJSONPolygonal } from '../shared/scalars.ts';

/** What communities can be ordered by. */
export const CommunityOrderField = {
  CODE: 'CODE',
  NAME: 'NAME',
  POPULATION: 'POPULATION',
  AREA: 'AREA',
  DISTANCE: 'DISTANCE',
  NEAREST_FACILITY_DISTANCE: 'NEAREST_FACILITY_DISTANCE',
  RESIDENTS_COVERED_SHARE: 'RESIDENTS_COVERED_SHARE',
} as const;
export type CommunityOrderField = keyof typeof CommunityOrderField;
registerEnumType(CommunityOrderField, {
  name: 'CommunityOrderField',
  description: 'What communities can be ordered by.',
  valuesConfig: {
    DISTANCE: {
      description: 'Distance of the service point from `filter.near`, which must be given.',
    },
    NEAREST_FACILITY_DISTANCE: {
      description:
        'Distance to the nearest facility of `filter.coverage.rule`, which must be given.',
    },
    RESIDENTS_COVERED_SHARE: {
      description: 'Share of residents covered by `filter.coverage.rule`, which must be given.',
    },
  },
});

@InputType({ description: 'Communities by the outcome of a rule.' })
export class CoverageFilter {
  @Field(() => String, { description: 'Code of the rule, such as `plaza-2km`.' })
  rule!: string;

  @Field(() => CoverageStatus, {
    nullable: true,
    description: 'Only communities with this verdict; any unless given.',
  })
  status?: CoverageStatus | null;
}

@InputType({ description: 'Which communities; conditions are joined by AND.' })
export class CommunityFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Only communities in the region with this code, or below it.',
  })
  region?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only communities whose name (any script) or code contains this text.',
  })
  text?: string | null;

  @Field(() => BBoxScalar, {
    nullable: true,
    description: 'Only communities whose boundary touches this box.',
  })
  bbox?: unknown;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'Only communities whose boundary touches this shape.',
  })
  intersects?: unknown;

  @Field(() => NearInput, {
    nullable: true,
    description: 'Only communities whose service point lies within a distance of a point.',
  })
  near?: NearInput | null;

  @Field(() => CoverageFilter, { nullable: true, description: 'By the outcome of a rule.' })
  coverage?: CoverageFilter | null;
}

@InputType({ description: 'Order of communities; ties are settled by id.' })
export class CommunityOrder {
  @Field(() => CommunityOrderField, { description: 'Sort key.' })
  field!: CommunityOrderField;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;
}

/** A validated filter and order of communities. */
export interface CommunityCriteria {
  readonly regionId?: number | undefined;
  readonly text?: string | undefined;
  readonly bbox?: BBox | undefined;
  readonly intersects?: MultiPolygon | undefined;
  readonly near?: NearCriteria | undefined;
  readonly coverage?: { ruleId: number; status?: CoverageStatus | undefined } | undefined;
  readonly ordering: Ordering;
}

/** The ordering that an input asks for; by code unless given. @throws BAD_USER_INPUT for `orderBy.field` */
export function parseCommunityOrder(
  order: CommunityOrder | null | undefined,
  filter: CommunityFilter | null | undefined,
  near: NearCriteria | undefined,
): Ordering {
  const field = order?.field ?? 'CODE';
  const towards = direction(order);
  const needs = (what: string): never => {
    throw new BadUserInputError('orderBy.field', `${field} needs \`${what}\`; give it as well.`);
  };
  if (field === 'DISTANCE' && !near) needs('filter.near');
  if (/^(NEAREST|RESIDENTS)/.test(field) && !filter?.coverage) needs('filter.coverage.rule');
  const name = `community:${field}:${towards}`;
  if (field === 'CODE') return { name, key: sql`c.code`, type: 'text', direction: towards };
  if (field === 'NAME') return { name, key: sql`c.name`, type: 'text', direction: towards };
  const keys: Record<Exclude<CommunityOrderField, 'CODE' | 'NAME'>, RawBuilder<unknown>> = {
    POPULATION: sql`c.population`,
    AREA: sql`c.area_square_meters`,
    DISTANCE: near ? distanceFrom(near.point) : sql`NULL`,
    NEAREST_FACILITY_DISTANCE: sql`v.nearest_distance_meters`,
    RESIDENTS_COVERED_SHARE: sql`v.residents_covered::float8 / nullif(v.residents_total, 0)`,
  };
  // Rows without a value come last in either direction, and a keyset needs a key that is never null.
  const last = towards === 'ASC' ? 'Infinity' : '-Infinity';
  const key = sql`coalesce((${keys[field]})::float8, ${sql.lit(last)}::float8)`;
  return { name, key, type: 'float8', direction: towards };
}

function distanceFrom([longitude, latitude]: Position): RawBuilder<unknown> {
  return sql`ST_Distance(c.service_point::geography,
    ST_SetSRID(ST_MakePoint(${longitude}, ${latitude}), 4326)::geography)`;
}
