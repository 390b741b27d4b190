import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Point } from 'geojson';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { PointType } from '../geometry.type.ts';
import { Community } from './community.ts';
import { FacilityKind } from './facility-kind.ts';
import { Node } from './node.ts';

@ObjectType({
  implements: Node,
  description: 'A facility 设施: a place of a kind at a point, active or not.',
})
@Entity({ tableName: 'facility' })
export class Facility {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, { nullable: true, description: 'Code in the source, unique.' })
  @Property({ type: 'text', nullable: true })
  code?: string | null;

  @Field(() => String, { description: 'Name as published.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Name in simplified characters.' })
  @Property({ type: 'text', nullable: true })
  nameSimplified?: string | null;

  @ManyToOne({ entity: () => FacilityKind })
  kind!: Rel<FacilityKind>;

  @Property({ type: PointType })
  location!: Point;

  @ManyToOne({ entity: () => Community, nullable: true })
  community?: Rel<Community> | null;

  @Field(() => Boolean, { description: 'False once retired: it then never counts for coverage.' })
  @Property({ type: 'boolean' })
  active: boolean = true;

  @Field(() => Int, {
    description: 'Grows with every change. A write names the version that it was based on.',
  })
  @Property({ type: 'integer', version: true })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Address as published.' })
  @Property({ type: 'text', nullable: true })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'When it is open, in words.' })
  @Property({ type: 'text', nullable: true })
  opening?: string | null;

  @Field(() => String, { nullable: true, description: 'A note for whoever looks after it.' })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'Further attributes of the source, e.g. `areaSquareMeters`, `equipmentPieces`, `parkType`.',
  })
  @Property({ type: 'json', nullable: true })
  attributes?: Record<string, unknown> | null;

  @Field(() => String, { nullable: true, description: 'Where the record comes from.' })
  @Property({ type: 'text', nullable: true })
  source?: string | null;

  @Field(() => Date, { description: 'Time of the last change.' })
  @Property({ type: 'datetime', onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
