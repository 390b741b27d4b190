import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FacilityAction } from './facility-change.ts';

/** What has become of a proposal. */
export const ProposalState = {
  PENDING: 'PENDING',
  ACCEPTED: 'ACCEPTED',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
} as const;
export type ProposalState = keyof typeof ProposalState;
registerEnumType(ProposalState, {
  name: 'ProposalState',
  description: 'What has become of a proposal.',
  valuesConfig: {
    PENDING: { description: 'It waits for a planner.' },
    ACCEPTED: { description: 'It was made so.' },
    REJECTED: { description: 'A planner decided against it, and says why.' },
    WITHDRAWN: { description: 'Its author took it back.' },
  },
});

@ObjectType({
  description:
    'A change of a facility that a cadre proposes, where changes wait for a planner (`Community.reviewed`).',
})
@Entity({ tableName: 'facility_proposal' })
export class FacilityProposal {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => FacilityAction, { description: 'What is to be done.' })
  @Property({ type: 'text' })
  action!: FacilityAction;

  @Field(() => Int, {
    nullable: true,
    description: 'The version of the facility that it is based on; null for a new one.',
  })
  @Property({ type: 'integer', nullable: true })
  version?: number | null;

  @Field(() => String, { description: 'Who proposes it.' })
  @Property({ type: 'text' })
  actor!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Field(() => Date, { description: 'When it was proposed.' })
  @Property({ type: 'datetime' })
  madeAt!: Date;

  @Field(() => ProposalState, { description: 'What has become of it.' })
  @Property({ type: 'text' })
  state!: ProposalState;

  @Field(() => Date, { nullable: true, description: 'When that was decided.' })
  @Property({ type: 'datetime', nullable: true })
  decidedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Who decided it.' })
  @Property({ type: 'text', nullable: true })
  decider?: string | null;

  @Field(() => String, { nullable: true, description: 'What the planner says to it.' })
  @Property({ type: 'text', nullable: true })
  answer?: string | null;
}
