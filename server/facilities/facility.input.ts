import type { MultiPolygon } from 'geojson';
import { sql } from 'kysely';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { Ordering } from '../shared/connection.ts';
import { BadUserInputError } from '../shared/errors.ts';
import type { BBox } from '../shared/geo-input.ts';
import { type NearCriteria, NearInput, pointOf } from '../shared/near.input.ts';
import { direction, OrderDirection } from '../shared/order.ts';
import { BBoxScalar, GeoJSONPolygonal } from '../shared/scalars.ts';

/** What facilities can be ordered by. */
export const FacilityOrderField = {
  CODE: 'CODE',
  NAME: 'NAME',
  DISTANCE: 'DISTANCE',
  UPDATED_AT: 'UPDATED_AT',
} as const;
export type FacilityOrderField = keyof typeof FacilityOrderField;
registerEnumType(FacilityOrderField, {
  name: 'FacilityOrderField',
  description: 'What facilities can be ordered by.',
  valuesConfig: {
    DISTANCE: { description: 'Distance from `filter.near`, which must be given.' },
  },
});

@InputType({ description: 'Which facilities; conditions are joined by AND.' })
export class FacilityFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Only facilities in communities of the region with this code, or below it.',
  })
  region?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only facilities in the community with this id.',
  })
  community?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only facilities of the kind with this code.',
  })
  kind?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only facilities whose name (any script), address or code contains this text.',
  })
  text?: string | null;

  @Field(() => BBoxScalar, { nullable: true, description: 'Only facilities in this box.' })
  bbox?: unknown;

  @Field(() => GeoJSONPolygonal, { nullable: true, description: 'Only facilities in this shape.' })
  intersects?: unknown;

  @Field(() => NearInput, {
    nullable: true,
    description: 'Only facilities within a distance of a point.',
  })
  near?: NearInput | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Active ones (the default), retired ones (false), or both (null).',
  })
  active?: boolean | null;
}

@InputType({ description: 'Order of facilities; ties are settled by id.' })
export class FacilityOrder {
  @Field(() => FacilityOrderField, { description: 'Sort key.' })
  field!: FacilityOrderField;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;
}

/** A validated filter and order of facilities. */
export interface FacilityCriteria {
  readonly regionId?: number | undefined;
  readonly communityId?: number | undefined;
  readonly kindId?: number | undefined;
  readonly text?: string | undefined;
  readonly bbox?: BBox | undefined;
  readonly intersects?: MultiPolygon | undefined;
  readonly near?: NearCriteria | undefined;
  readonly active?: boolean | undefined;
  readonly ordering: Ordering;
}

/** The ordering that an input asks for; by code unless given. @throws BAD_USER_INPUT for `orderBy.field` */
export function parseFacilityOrder(
  order: FacilityOrder | null | undefined,
  near: NearCriteria | undefined,
): Ordering {
  const field = order?.field ?? 'CODE';
  const towards = direction(order);
  const base = { name: `facility:${field}:${towards}`, direction: towards };
  switch (field) {
    case 'CODE':
      return { ...base, key: sql`coalesce(f.code, '')`, type: 'text' };
    case 'NAME':
      return { ...base, key: sql`f.name`, type: 'text' };
    case 'UPDATED_AT':
      return { ...base, key: sql`f.updated_at`, type: 'timestamptz' };
    case 'DISTANCE': {
      if (!near) {
        throw new BadUserInputError(
          'orderBy.field',
          'DISTANCE needs `filter.near`; give it as well.',
        );
      }
      const key = sql`ST_Distance(f.location::geography, ${pointOf(near.point)}::geography)`;
      return { ...base, key, type: 'float8' };
    }
  }
}
