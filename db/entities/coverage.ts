import { PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Community } from './community.ts';
import { CoverageRule } from './coverage-rule.ts';
import { Facility } from './facility.ts';

/** The verdict of a rule. */
export const CoverageStatus = { PASS: 'PASS', FAIL: 'FAIL', UNKNOWN: 'UNKNOWN' } as const;
export type CoverageStatus = keyof typeof CoverageStatus;
registerEnumType(CoverageStatus, {
  name: 'CoverageStatus',
  description: 'The verdict of a rule for a community.',
  valuesConfig: {
    PASS: { description: 'At least one active facility lies within the radius.' },
    FAIL: { description: 'No active facility lies within the radius.' },
    UNKNOWN: { description: 'Neither service point nor polygon: nothing to measure from.' },
  },
});

@ObjectType({
  description: 'Coverage 覆盖: the outcome of a rule for a community, with the figures behind it.',
})
@Entity({ tableName: 'coverage' })
export class Coverage {
  [PrimaryKeyProp]?: ['rule', 'community'];

  @ManyToOne({ entity: () => CoverageRule, primary: true })
  rule!: Rel<CoverageRule>;

  @ManyToOne({ entity: () => Community, primary: true })
  community!: Rel<Community>;

  @Property({ type: 'integer' })
  ruleVersion!: number;

  @Field(() => CoverageStatus, { description: 'The verdict, read from the service point.' })
  @Property({ type: 'text' })
  status!: CoverageStatus;

  @ManyToOne({ entity: () => Facility, nullable: true })
  nearestFacility?: Rel<Facility> | null;

  @Property({ type: 'double', nullable: true })
  nearestDistanceMeters?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Active facilities within the radius of the service point; null when UNKNOWN.',
  })
  @Property({ type: 'integer', nullable: true })
  facilitiesWithin?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Residents who have such a facility within the radius of where they live (sum over resident cells); null without cells.',
  })
  @Property({ type: 'integer', nullable: true })
  residentsCovered?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Residents of the resident cells; null without cells. May differ from `population`.',
  })
  @Property({ type: 'integer', nullable: true })
  residentsTotal?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share (0–1) of the boundary within the radius of a facility; null without boundary.',
  })
  @Property({ type: 'double', nullable: true })
  areaCoveredShare?: number | null;
}
