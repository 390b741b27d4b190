import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { Combined } from '../shared/filter/combine.ts';
import { DistanceFilter } from '../shared/filter/distance.input.ts';
import { IntFilter, TextFilter, TimeFilter } from '../shared/filter/scalar.input.ts';
import { OrderDirection } from '../shared/order.ts';
import { BBoxScalar, GeoJSONPolygonal, PositionScalar } from '../shared/scalars.ts';

/** What facilities can be ordered by. */
export const FacilityOrderField = {
  CODE: 'CODE',
  NAME: 'NAME',
  NAME_SIMPLIFIED: 'NAME_SIMPLIFIED',
  KIND: 'KIND',
  ADDRESS: 'ADDRESS',
  OPENING: 'OPENING',
  SOURCE: 'SOURCE',
  VERSION: 'VERSION',
  UPDATED_AT: 'UPDATED_AT',
  DISTANCE: 'DISTANCE',
} as const;
export type FacilityOrderField = keyof typeof FacilityOrderField;
registerEnumType(FacilityOrderField, {
  name: 'FacilityOrderField',
  description: 'What facilities can be ordered by.',
  valuesConfig: {
    KIND: { description: 'Code of the kind.' },
    DISTANCE: {
      description: 'Distance from `orderBy.point`, else from `filter.withinDistance.point`.',
    },
  },
});

@InputType({
  description:
    'Which facilities; what is given is joined by AND. Unless `active` is given, the outermost filter takes active ones only.',
})
export class FacilityFilter implements Combined<FacilityFilter> {
  @Field(() => [FacilityFilter], { nullable: true, description: 'All of these hold.' })
  and?: FacilityFilter[] | null;

  @Field(() => [FacilityFilter], {
    nullable: true,
    description: 'At least one of these holds; none of an empty list does.',
  })
  or?: FacilityFilter[] | null;

  @Field(() => FacilityFilter, {
    nullable: true,
    description: 'This does not hold, or is not known.',
  })
  not?: FacilityFilter | null;

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

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only facilities in some community; false: only those outside of all.',
  })
  inCommunity?: boolean | null;

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

  @Field(() => TextFilter, { nullable: true, description: 'By code.' })
  code?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By name as published.' })
  name?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By name in simplified characters.' })
  nameSimplified?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By address.' })
  address?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By when it is open.' })
  opening?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By its note.' })
  note?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By where the record comes from.' })
  source?: TextFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'By version.' })
  version?: IntFilter | null;

  @Field(() => TimeFilter, { nullable: true, description: 'By the time of the last change.' })
  updatedAt?: TimeFilter | null;

  @Field(() => BBoxScalar, { nullable: true, description: 'Only facilities in this box.' })
  bbox?: unknown;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'Only facilities in this shape or on its edge.',
  })
  intersects?: unknown;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'The same as `intersects`: a point that touches a shape lies within it.',
  })
  within?: unknown;

  @Field(() => DistanceFilter, {
    nullable: true,
    description: 'Only facilities within a distance.',
  })
  withinDistance?: DistanceFilter | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Active ones (true), retired ones (false), or both (null).',
  })
  active?: boolean | null;
}

@InputType({ description: 'Order of facilities; ties are settled by id.' })
export class FacilityOrder {
  @Field(() => FacilityOrderField, { description: 'Sort key.' })
  field!: FacilityOrderField;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Where distances are measured from, `[longitude, latitude]` on WGS 84; that of the filter unless given.',
  })
  point?: unknown;
}
