import type { MultiPolygon, Point } from 'geojson';
import { GraphQLJSONObject } from 'graphql-scalars';
import { sql } from 'kysely';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import type { Ordering } from '../shared/connection.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { type BBox, parsePoint } from '../shared/geo-input.ts';
import { localId } from '../shared/ids.ts';
import { type NearCriteria, NearInput, pointOf } from '../shared/near.input.ts';
import { direction, OrderDirection } from '../shared/order.ts';
import { BBoxScalar, GeoJSONPoint, GeoJSONPolygonal } from '../shared/scalars.ts';
import { parseText } from '../shared/text.ts';

const MAX_ATTRIBUTES_BYTES = 10_000;

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

@InputType({ description: 'A facility to create.' })
export class CreateFacilityInput {
  @Field(() => String, { description: 'Code of its kind, such as `plaza`.' })
  kind!: string;

  @Field(() => String, { description: 'Name, at most 200 characters.' })
  name!: string;

  @Field(() => GeoJSONPoint, { description: 'Where it stands.' })
  location!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'Code of your own, unique among facilities.',
  })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'Address, at most 200 characters.' })
  address?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'Further attributes, at most 10 kB as JSON; no data of persons.',
  })
  attributes?: Record<string, unknown> | null;
}

@InputType({ description: 'A facility to move.' })
export class MoveFacilityInput {
  @Field(() => ID, { description: 'The facility.' })
  id!: string;

  @Field(() => GeoJSONPoint, { description: 'Where it really stands.' })
  location!: unknown;

  @Field(() => Int, { description: 'The version that the move is based on.' })
  version!: number;
}

@InputType({ description: 'What is put right about a facility; what is left out stays.' })
export class UpdateFacilityInput {
  @Field(() => ID, { description: 'The facility.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change is based on.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Code of the kind that it really is.' })
  kind?: string | null;

  @Field(() => String, { nullable: true, description: 'Name, at most 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Address, at most 200 characters.' })
  address?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'Further attributes, all of them, at most 10 kB as JSON; no data of persons.',
  })
  attributes?: Record<string, unknown> | null;
}

@InputType({ description: 'A facility to retire.' })
export class RetireFacilityInput {
  @Field(() => ID, { description: 'The facility.' })
  id!: string;

  @Field(() => Int, { description: 'The version that this is based on.' })
  version!: number;
}

/** A validated {@link CreateFacilityInput}. */
export interface NewFacility {
  readonly kind: string;
  readonly name: string;
  readonly location: Point;
  readonly code: string | null;
  readonly address: string | null;
  readonly attributes: Record<string, unknown> | null;
}

/** Checks a facility to create. @throws BAD_USER_INPUT naming the field */
export function parseNewFacility(input: CreateFacilityInput): NewFacility {
  return {
    kind: input.kind,
    name: parseText(input.name, 'input.name').trim(),
    location: parsePoint(input.location, 'input.location'),
    code: input.code == null ? null : parseText(input.code, 'input.code').trim(),
    address: input.address == null ? null : parseText(input.address, 'input.address').trim(),
    attributes: parseAttributes(input.attributes) ?? null,
  };
}

/** A validated {@link UpdateFacilityInput}; what is undefined stays. */
export interface FacilityUpdate {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly attributes?: Record<string, unknown> | undefined;
}

/** Checks what is put right about a facility. @throws BAD_USER_INPUT naming the field */
export function parseFacilityUpdate(input: UpdateFacilityInput): FacilityUpdate {
  const { kind, name, address } = input;
  return {
    kind: kind ?? undefined,
    name: name == null ? undefined : parseText(name, 'input.name').trim(),
    address: address == null ? undefined : parseText(address, 'input.address').trim(),
    attributes: parseAttributes(input.attributes),
  };
}

function parseAttributes(
  attributes: Record<string, unknown> | null | undefined,
): Record<string, unknown> | undefined {
  if (attributes == null) return undefined;
  const text = JSON.stringify(attributes);
  if (text.length > MAX_ATTRIBUTES_BYTES) {
    throw new BadUserInputError('input.attributes', 'must not be larger than 10 kB as JSON.');
  }
  if (/(?<!\\)(?:\\\\)*\\u(0000|d[89a-f])/.test(text)) {
    throw new BadUserInputError(
      'input.attributes',
      'must not hold the character U+0000, nor half a character (a lone surrogate).',
    );
  }
  return attributes;
}

/** The database id and version of a facility that is to be changed. @throws BAD_USER_INPUT */
export function parseBasis(input: { id: string; version: number }): {
  id: number;
  version: number;
} {
  return { id: localId('facility', input.id, 'input.id'), version: input.version };
}
