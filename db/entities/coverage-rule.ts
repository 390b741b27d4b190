import { Collection } from '@mikro-orm/core';
import { Entity, ManyToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { FacilityKind } from './facility-kind.ts';

@ObjectType({
  description:
    'A rule 规则: what must be within reach of every community, and the clause that says so.',
})
@Entity({ tableName: 'coverage_rule' })
export class CoverageRule {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, { description: 'Code, unique, such as `plaza-2km`.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Name in Chinese.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Name in English.' })
  @Property({ type: 'text' })
  nameEn!: string;

  @Field(() => String, { nullable: true, description: 'The rule in a sentence.' })
  @Property({ type: 'text', nullable: true })
  description?: string | null;

  @Field(() => String, { description: 'Clause of the policy, such as `11.3`.' })
  @Property({ type: 'text' })
  clause!: string;

  @Field(() => Float, { description: 'Radius in geodesic meters on WGS 84, inclusive.' })
  @Property({ type: 'double' })
  radiusMeters!: number;

  @Property({ type: 'boolean' })
  active: boolean = true;

  @Field(() => Int, { description: 'Version of the rule; grows with every change.' })
  @Property({ type: 'integer' })
  version: number = 1;

  @ManyToMany({
    entity: () => FacilityKind,
    pivotTable: 'coverage_rule_kind',
    joinColumn: 'rule_id',
    inverseJoinColumn: 'kind_id',
  })
  facilityKinds = new Collection<FacilityKind>(this);
}
