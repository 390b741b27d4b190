import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AggregateGroup } from '../lists/aggregate/group.ts';
import { FieldSums } from '../lists/aggregate/sums.ts';
import { GRID_FIELDS } from './grid.fields.ts';

/** What grids can be grouped by. */
export const GridGrouping = {
  CITY: 'CITY',
  COUNTY: 'COUNTY',
  STREET: 'STREET',
  COMMUNITY: 'COMMUNITY',
  STATUS: 'STATUS',
} as const;
export type GridGrouping = keyof typeof GridGrouping;
registerEnumType(GridGrouping, {
  name: 'GridGrouping',
  description: 'What grids can be grouped by: where they lie, and whether they are in force.',
  valuesConfig: {
    CITY: { description: 'The city 市.' },
    COUNTY: { description: 'The county 县(市、区).' },
    STREET: { description: 'The street 街道.' },
    COMMUNITY: { description: 'The community 社区.' },
    STATUS: { description: 'Whether it is proposed or in force.' },
  },
});

@ObjectType({ description: 'Grids summed up.' })
@FieldSums(GRID_FIELDS)
export class GridAggregate {
  @Field(() => AggregateGroup, { description: 'What they have in common.' })
  group!: AggregateGroup;

  @Field(() => Int, { description: 'Number of grids.' })
  count!: number;
}
