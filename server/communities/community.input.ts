import { Field, InputType, registerEnumType } from 'type-graphql';
import { CoverageStatus } from '../../db/entities/coverage.ts';
import type { Combined } from '../lists/filter/combine.ts';
import { DistanceFilter } from '../lists/filter/distance.input.ts';
import { FieldFilters } from '../lists/filter/fields.ts';
import { FloatFilter, IntFilter } from '../lists/filter/scalar.input.ts';
import { OrderDirection, orderNames } from '../lists/order.ts';
import { BBoxScalar, GeoJSONPolygonal, PositionScalar } from '../shared/scalars.ts';
import { COMMUNITY_FIELDS } from './community.fields.ts';

/** Sort keys of the coverage by a rule, over `coverage v`. */
export const COVERAGE_ORDERS = [
  'NEAREST_FACILITY_DISTANCE',
  'FACILITIES_WITHIN',
  'RESIDENTS_COVERED',
  'RESIDENTS_UNCOVERED',
  'RESIDENTS_COVERED_SHARE',
  'AREA_COVERED_SHARE',
] as const;

/** What communities can be ordered by. */
const CommunityOrderField = orderNames(COMMUNITY_FIELDS, 'DISTANCE', ...COVERAGE_ORDERS);
registerEnumType(CommunityOrderField, {
  name: 'CommunityOrderField',
  description: 'What communities can be ordered by.',
  valuesConfig: {
    DISTANCE: {
      description:
        'Distance of the service point from `orderBy.point`, else from `filter.withinDistance.point`.',
    },
    NEAREST_FACILITY_DISTANCE: {
      description:
        'Distance to the nearest facility of `orderBy.rule`, else of `filter.coverage.rule`, as all figures below.',
    },
    FACILITIES_WITHIN: { description: 'Facilities within the radius of the rule.' },
    RESIDENTS_COVERED: { description: 'Residents covered by the rule.' },
    RESIDENTS_UNCOVERED: { description: 'Residents not covered by the rule.' },
    RESIDENTS_COVERED_SHARE: { description: 'Share of residents covered by the rule.' },
    AREA_COVERED_SHARE: { description: 'Share of the boundary covered by the rule.' },
  },
});

@InputType({
  description: 'Communities by the outcome of a rule; what is given is joined by AND.',
})
export class CoverageFilter {
  @Field(() => String, { description: 'Code of the rule, such as `plaza-2km`.' })
  rule!: string;

  @Field(() => CoverageStatus, {
    nullable: true,
    description: 'Only communities with this verdict; any unless given.',
  })
  status?: CoverageStatus | null;

  @Field(() => FloatFilter, {
    nullable: true,
    description: 'Geodesic meters from the service point to the nearest facility.',
  })
  nearestDistanceMeters?: FloatFilter | null;

  @Field(() => IntFilter, {
    nullable: true,
    description: 'Facilities within the radius of the service point.',
  })
  facilitiesWithin?: IntFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'Residents covered.' })
  residentsCovered?: IntFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'Residents not covered.' })
  residentsUncovered?: IntFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'Residents of the resident cells.' })
  residentsTotal?: IntFilter | null;

  @Field(() => FloatFilter, { nullable: true, description: 'Share (0–1) of residents covered.' })
  residentsCoveredShare?: FloatFilter | null;

  @Field(() => FloatFilter, {
    nullable: true,
    description: 'Share (0–1) of the boundary within the radius of a facility.',
  })
  areaCoveredShare?: FloatFilter | null;
}

@InputType({
  description: 'Which communities; what is given is joined by AND. An empty filter takes all.',
})
@FieldFilters(COMMUNITY_FIELDS)
export class CommunityFilter implements Combined<CommunityFilter> {
  @Field(() => [CommunityFilter], { nullable: true, description: 'All of these hold.' })
  and?: CommunityFilter[] | null;

  @Field(() => [CommunityFilter], {
    nullable: true,
    description: 'At least one of these holds; none of an empty list does.',
  })
  or?: CommunityFilter[] | null;

  @Field(() => CommunityFilter, {
    nullable: true,
    description: 'This does not hold, or is not known.',
  })
  not?: CommunityFilter | null;

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

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'Only communities whose whole boundary lies in this shape.',
  })
  within?: unknown;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Only communities whose boundary holds this position, `[longitude, latitude]` on WGS 84.',
  })
  contains?: unknown;

  @Field(() => DistanceFilter, {
    nullable: true,
    description: 'Only communities whose service point lies within a distance.',
  })
  withinDistance?: DistanceFilter | null;

  @Field(() => CoverageFilter, { nullable: true, description: 'By the outcome of a rule.' })
  coverage?: CoverageFilter | null;
}

@InputType({ description: 'Order of communities; ties are settled by id.' })
export class CommunityOrder {
  @Field(() => CommunityOrderField, { description: 'Sort key.' })
  field!: string;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the rule whose figures are the key; that of the filter unless given.',
  })
  rule?: string | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Where distances are measured from, `[longitude, latitude]` on WGS 84; that of the filter unless given.',
  })
  point?: unknown;
}
