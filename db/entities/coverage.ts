import { PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Community } from './community.ts';
import { CoverageReading, CoverageRule } from './coverage-rule.ts';
import { Facility } from './facility.ts';

/** The verdict of a rule. */
export const CoverageStatus = { PASS: 'PASS', FAIL: 'FAIL', UNKNOWN: 'UNKNOWN' } as const;
export type CoverageStatus = keyof typeof CoverageStatus;
registerEnumType(CoverageStatus, {
  name: 'CoverageStatus',
  description: 'The verdict of a rule for a community.',
  valuesConfig: {
    PASS: { description: 'The figure that the rule reads is enough.' },
    FAIL: { description: 'The figure that the rule reads is not enough.' },
    UNKNOWN: {
      description: 'The figure is not known: no service point, no resident cells or no boundary.',
    },
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

  @Field(() => Int, { description: 'Version of the rule that this was judged by.' })
  @Property({ type: 'integer' })
  ruleVersion!: number;

  @Field(() => CoverageReading, { description: 'Which figure decided the verdict.' })
  @Property({ type: 'text' })
  reading!: CoverageReading;

  @Field(() => CoverageStatus, { description: 'The verdict, in the reading of the rule.' })
  @Property({ type: 'text' })
  status!: CoverageStatus;

  @ManyToOne({ entity: () => Facility, nullable: true })
  nearestFacility?: Rel<Facility> | null;

  @Property({ type: 'double', nullable: true })
  nearestDistanceMeters?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Active facilities within the radius of the service point; null without one.',
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
