import { Field, ObjectType } from 'type-graphql';
import { GridStatus } from '../../../db/entities/grid.ts';

@ObjectType({
  description:
    'What the rows of a group have in common. Null unless it was grouped by, and for rows that have none.',
})
export class AggregateGroup {
  @Field(() => Boolean, { nullable: true, description: 'Whether the facilities are active.' })
  active?: boolean | null;

  @Field(() => GridStatus, { nullable: true, description: 'Status of the grids.' })
  status?: GridStatus | null;
}

/** A group as it is read: ids of what its rows have in common. */
export interface GroupRow {
  cityId?: number | null;
  countyId?: number | null;
  streetId?: number | null;
  communityId?: number | null;
  kindId?: number | null;
  active?: boolean | null;
  status?: GridStatus | null;
}
