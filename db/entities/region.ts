import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { MultiPolygon } from 'geojson';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { MultiPolygonType } from '../geometry.type.ts';
import { Node } from './node.ts';

/** Levels of the administrative tree above communities. */
export const RegionLevel = { CITY: 'CITY', COUNTY: 'COUNTY', STREET: 'STREET' } as const;
export type RegionLevel = keyof typeof RegionLevel;
registerEnumType(RegionLevel, {
  name: 'RegionLevel',
  description: 'Levels of the administrative tree above communities.',
  valuesConfig: {
    CITY: { description: '市' },
    COUNTY: { description: '县(市、区)' },
    STREET: { description: '街道' },
  },
});

@ObjectType({
  implements: Node,
  description: 'An administrative region 行政区 above communities: a city, a county or a street.',
})
@Entity({ tableName: 'region' })
export class Region {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, { description: 'Statistical code, unique; at most 12 digits.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => RegionLevel, { description: 'Level in the administrative tree.' })
  @Property({ type: 'text' })
  level!: RegionLevel;

  @Field(() => String, { description: 'Name as published.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Name in simplified characters.' })
  @Property({ type: 'text', nullable: true })
  nameSimplified?: string | null;

  @Field(() => String, { nullable: true, description: 'Name in English.' })
  @Property({ type: 'text', nullable: true })
  nameEn?: string | null;

  @ManyToOne({ entity: () => Region, nullable: true })
  parent?: Rel<Region> | null;

  @Property({ type: MultiPolygonType, nullable: true, lazy: true })
  boundary?: MultiPolygon | null;

  @Field(() => Boolean, {
    description:
      'Whether the boundary is that of the communities below, because none is on record.',
  })
  @Property({ type: 'boolean' })
  boundaryDerived: boolean = false;
}
