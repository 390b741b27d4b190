import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { Combined } from '../lists/filter/combine.ts';
import { DistanceFilter } from '../lists/filter/distance.input.ts';
import { FieldFilters } from '../lists/filter/fields.ts';
import { OrderDirection, orderNames } from '../lists/order.ts';
import { BBoxScalar, GeoJSONPolygonal, PositionScalar } from '../shared/scalars.ts';
import { GRID_FIELDS } from './grid.fields.ts';

/** What grids can be ordered by. */
const GridOrderField = orderNames(GRID_FIELDS, 'DISTANCE');
registerEnumType(GridOrderField, {
  name: 'GridOrderField',
  description: 'What grids can be ordered by.',
  valuesConfig: {
    DISTANCE: {
      description:
        'Distance of the boundary from `orderBy.point`, else from `filter.withinDistance.point`; 0 inside.',
    },
  },
});

@InputType({
  description: 'Which grids; what is given is joined by AND. An empty filter takes all.',
})
@FieldFilters(GRID_FIELDS)
export class GridFilter implements Combined<GridFilter> {
  @Field(() => [GridFilter], { nullable: true, description: 'All of these hold.' })
  and?: GridFilter[] | null;

  @Field(() => [GridFilter], {
    nullable: true,
    description: 'At least one of these holds; none of an empty list does.',
  })
  or?: GridFilter[] | null;

  @Field(() => GridFilter, { nullable: true, description: 'This does not hold, or is not known.' })
  not?: GridFilter | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only grids of communities in the region with this code, or below it.',
  })
  region?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only grids of the community with this id.' })
  community?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only grids whose name or code contains this text.',
  })
  text?: string | null;

  @Field(() => BBoxScalar, {
    nullable: true,
    description: 'Only grids whose boundary touches this box.',
  })
  bbox?: unknown;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'Only grids whose boundary touches this shape.',
  })
  intersects?: unknown;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description: 'Only grids whose whole boundary lies in this shape.',
  })
  within?: unknown;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Only grids whose boundary holds this position, `[longitude, latitude]` on WGS 84.',
  })
  contains?: unknown;

  @Field(() => DistanceFilter, {
    nullable: true,
    description: 'Only grids whose boundary lies within a distance.',
  })
  withinDistance?: DistanceFilter | null;
}

@InputType({ description: 'Order of grids; ties are settled by id.' })
export class GridOrder {
  @Field(() => GridOrderField, { description: 'Sort key.' })
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
