import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { MultiPolygon, Point } from 'geojson';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MultiPolygonType, PointType } from '../geometry.type.ts';
import { Node } from './node.ts';
import { Region } from './region.ts';

/** Where a community's service point comes from. */
export const ServicePointOrigin = {
  SERVICE_STATION: 'SERVICE_STATION',
  POLYGON: 'POLYGON',
} as const;
export type ServicePointOrigin = keyof typeof ServicePointOrigin;
registerEnumType(ServicePointOrigin, {
  name: 'ServicePointOrigin',
  description: 'Where a service point comes from.',
  valuesConfig: {
    SERVICE_STATION: { description: 'The community service station 社区综合服务站 stands there.' },
    POLYGON: { description: 'No station is recorded: a point on the surface of the polygon.' },
  },
});

@ObjectType({ implements: Node, description: 'A community 社区: the unit that is judged.' })
@Entity({ tableName: 'community' })
export class Community {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, { description: 'Statistical code, unique; at most 12 digits.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Name as published.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Name in simplified characters.' })
  @Property({ type: 'text', nullable: true })
  nameSimplified?: string | null;

  @Field(() => String, { nullable: true, description: 'Name in English.' })
  @Property({ type: 'text', nullable: true })
  nameEn?: string | null;

  @ManyToOne({ entity: () => Region })
  region!: Rel<Region>;

  @Field(() => Int, { nullable: true, description: 'Residents, persons.' })
  @Property({ type: 'integer', nullable: true })
  population?: number | null;

  @Field(() => Int, { nullable: true, description: 'Households.' })
  @Property({ type: 'integer', nullable: true })
  households?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Month (YYYY-MM) that population and households refer to.',
  })
  @Property({ type: 'text', nullable: true })
  populationDate?: string | null;

  @Property({ type: MultiPolygonType, nullable: true, lazy: true })
  boundary?: MultiPolygon | null;

  @Property({ type: PointType, nullable: true, lazy: true })
  servicePoint?: Point | null;

  @Field(() => ServicePointOrigin, {
    nullable: true,
    description: 'Where the service point comes from; null when there is none.',
  })
  @Property({ type: 'text', nullable: true })
  servicePointOrigin?: ServicePointOrigin | null;

  @Field(() => Boolean, {
    description: 'Whether changes of facilities by cadres wait here for a planner, as proposals.',
  })
  @Property({ type: 'boolean' })
  reviewed: boolean = false;

  @Field(() => Int, {
    description: 'Grows with every change. A write names the version that it was based on.',
  })
  @Property({ type: 'integer', version: true })
  version!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Geodesic area of the boundary on WGS 84, in square meters.',
  })
  @Property({ type: 'double', nullable: true, persist: false })
  areaSquareMeters?: number | null;
}
