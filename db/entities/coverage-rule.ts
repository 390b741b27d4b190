import { Collection } from '@mikro-orm/core';
import { Entity, ManyToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FacilityKind } from './facility-kind.ts';

/** Which figure decides a verdict. */
export const CoverageReading = {
  SERVICE_POINT: 'SERVICE_POINT',
  RESIDENTS: 'RESIDENTS',
  AREA: 'AREA',
} as const;
export type CoverageReading = keyof typeof CoverageReading;
registerEnumType(CoverageReading, {
  name: 'CoverageReading',
  description: 'Which figure of a rule decides the verdict. All figures are worked out anyway.',
  valuesConfig: {
    SERVICE_POINT: { description: 'A facility lies within the radius of the service point.' },
    RESIDENTS: {
      description: 'At least `minimumShare` of the residents have a facility within the radius.',
    },
    AREA: { description: 'At least `minimumShare` of the area is within reach of a facility.' },
  },
});

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

  @Field(() => CoverageReading, { description: 'Which figure decides the verdict.' })
  @Property({ type: 'text' })
  reading: CoverageReading = 'SERVICE_POINT';

  @Field(() => Float, {
    nullable: true,
    description:
      'The share (over 0, up to 1) of residents or area that makes a PASS; null for SERVICE_POINT.',
  })
  @Property({ type: 'double', nullable: true })
  minimumShare?: number | null;

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
