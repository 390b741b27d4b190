import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { MultiPolygon } from 'geojson';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MultiPolygonType } from '../geometry.type.ts';
import { Community } from './community.ts';
import { Node } from './node.ts';

/** Whether a grid is only proposed or in force. */
export const GridStatus = { PROPOSED: 'PROPOSED', IN_FORCE: 'IN_FORCE' } as const;
export type GridStatus = keyof typeof GridStatus;
registerEnumType(GridStatus, {
  name: 'GridStatus',
  description: 'Whether a grid is only proposed or in force.',
  valuesConfig: {
    PROPOSED: { description: 'Computed from small statistical areas; nobody decided it.' },
    IN_FORCE: { description: 'Decided by the community.' },
  },
});

@ObjectType({
  implements: Node,
  description:
    'A grid 网格: a management area inside one community. Grids of one community do not overlap.',
})
@Entity({ tableName: 'grid' })
export class Grid {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, {
    description:
      'Code, unique; 15 digits after DB11/T 2157: county 6, street 3, community 3, serial 3.',
  })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Name in Chinese.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Name in English.' })
  @Property({ type: 'text', nullable: true })
  nameEn?: string | null;

  @ManyToOne({ entity: () => Community })
  community!: Rel<Community>;

  @Property({ type: MultiPolygonType, lazy: true })
  boundary!: MultiPolygon;

  @Field(() => Int, { nullable: true, description: 'Households; 300–500 is common usage.' })
  @Property({ type: 'integer', nullable: true })
  households?: number | null;

  @Field(() => Int, { nullable: true, description: 'Residents, persons.' })
  @Property({ type: 'integer', nullable: true })
  residents?: number | null;

  @Field(() => GridStatus, { description: 'Whether the grid is proposed or in force.' })
  @Property({ type: 'text' })
  status!: GridStatus;
}
