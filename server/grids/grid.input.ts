import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { GridStatus } from '../../db/entities/grid.ts';
import type { Combined } from '../shared/filter/combine.ts';
import { DistanceFilter } from '../shared/filter/distance.input.ts';
import { IntFilter, TextFilter } from '../shared/filter/scalar.input.ts';
import { OrderDirection } from '../shared/order.ts';
import { BBoxScalar, GeoJSONPolygonal, PositionScalar } from '../shared/scalars.ts';

/** What grids can be ordered by. */
export const GridOrderField = {
  CODE: 'CODE',
  NAME: 'NAME',
  NAME_EN: 'NAME_EN',
  HOUSEHOLDS: 'HOUSEHOLDS',
  RESIDENTS: 'RESIDENTS',
  STATUS: 'STATUS',
  DISTANCE: 'DISTANCE',
} as const;
export type GridOrderField = keyof typeof GridOrderField;
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

  @Field(() => TextFilter, { nullable: true, description: 'By code.' })
  code?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By name in Chinese.' })
  name?: TextFilter | null;

  @Field(() => TextFilter, { nullable: true, description: 'By name in English.' })
  nameEn?: TextFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'By households.' })
  households?: IntFilter | null;

  @Field(() => IntFilter, { nullable: true, description: 'By residents.' })
  residents?: IntFilter | null;

  @Field(() => [GridStatus], {
    nullable: true,
    description: 'By whether they are proposed or in force.',
  })
  status?: GridStatus[] | null;

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
  field!: GridOrderField;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Where distances are measured from, `[longitude, latitude]` on WGS 84; that of the filter unless given.',
  })
  point?: unknown;
}
