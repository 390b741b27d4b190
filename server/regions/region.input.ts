import { Field, InputType, registerEnumType } from 'type-graphql';
import { RegionLevel } from '../../db/entities/region.ts';
import type { Combined } from '../lists/filter/combine.ts';
import { DistanceFilter } from '../lists/filter/distance.input.ts';
import { FieldFilters } from '../lists/filter/fields.ts';
import { OrderDirection, orderNames } from '../lists/order.ts';
import { BBoxScalar, GeoJSONPolygonal, PositionScalar } from '../shared/scalars.ts';
import { REGION_FIELDS } from './region.fields.ts';

/** What regions can be ordered by. */
const RegionOrderField = orderNames(REGION_FIELDS);
registerEnumType(RegionOrderField, {
  name: 'RegionOrderField',
  description: 'What regions can be ordered by.',
  valuesConfig: { LEVEL: { description: 'From the city down.' } },
});

@InputType({
  description: 'Which regions; what is given is joined by AND. An empty filter takes all.',
})
@FieldFilters(REGION_FIELDS)
export class RegionFilter implements Combined<RegionFilter> {
  @Field(() => [RegionFilter], { nullable: true, description: 'All of these hold.' })
  and?: RegionFilter[] | null;

  @Field(() => [RegionFilter], {
    nullable: true,
    description: 'At least one of these holds; none of an empty list does.',
  })
  or?: RegionFilter[] | null;

  @Field(() => RegionFilter, {
    nullable: true,
    description: 'This does not hold, or is not known.',
  })
  not?: RegionFilter | null;

  @Field(() => RegionLevel, { nullable: true, description: 'Only regions of this level.' })
  level?: RegionLevel | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only children of the region with this code.',
  })
  parent?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only the region with this code and those below it, at any depth.',
  })
  region?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only regions whose name (any script) or code contains this text.',
  })
  text?: string | null;

  @Field(() => BBoxScalar, {
    nullable: true,
    description: 'Only regions whose boundary touches this box.',
  })
  bbox?: unknown;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'Only regions whose boundary touches this shape.',
  })
  intersects?: unknown;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'Only regions whose whole boundary lies in this shape.',
  })
  within?: unknown;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Only regions whose boundary holds this position, `[longitude, latitude]` on WGS 84.',
  })
  contains?: unknown;

  @Field(() => DistanceFilter, {
    nullable: true,
    description: 'Only regions whose boundary lies within a distance.',
  })
  withinDistance?: DistanceFilter | null;
}

@InputType({ description: 'Order of regions; ties are settled by id.' })
export class RegionOrder {
  @Field(() => RegionOrderField, { description: 'Sort key.' })
  field!: string;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;
}
