import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { Combined } from '../lists/filter/combine.ts';
import { DistanceFilter } from '../lists/filter/distance.input.ts';
import { FieldFilters } from '../lists/filter/fields.ts';
import { OrderDirection, orderNames } from '../lists/order.ts';
import { BBoxScalar, GeoJSONPolygonal, PositionScalar } from '../shared/scalars.ts';
import { FACILITY_FIELDS } from './facility.fields.ts';

/** What facilities can be ordered by. */
const FacilityOrderField = orderNames(FACILITY_FIELDS, 'DISTANCE');
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
@FieldFilters(FACILITY_FIELDS)
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

  /** Declared by the table of fields; named here because a filter without it takes active ones only. */
  active?: boolean | null;
}

@InputType({ description: 'Order of facilities; ties are settled by id.' })
export class FacilityOrder {
  @Field(() => FacilityOrderField, { description: 'Sort key.' })
  field!: string;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Where distances are measured from, `[longitude, latitude]` on WGS 84; that of the filter unless given.',
  })
  point?: unknown;
}
