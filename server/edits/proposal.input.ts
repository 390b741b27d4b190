import { Field, ID, InputType, Int } from 'type-graphql';
import { ProposalState } from '../../db/entities/facility-proposal.ts';
import { localId } from '../shared/ids.ts';
import { parseText } from '../shared/text.ts';

@InputType({ description: 'Which proposals; conditions are joined by AND.' })
export class FacilityProposalFilter {
  @Field(() => ProposalState, { nullable: true, description: 'Only those of which this became.' })
  state?: ProposalState | null;

  @Field(() => ID, { nullable: true, description: 'Only those about this facility.' })
  facility?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only one’s own.' })
  mine?: boolean | null;
}

@InputType({ description: 'A proposal to accept.' })
export class AcceptProposalInput {
  @Field(() => ID, { description: 'The proposal.' })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the facility that the decision is based on; the one that the proposal is based on unless given.',
  })
  version?: number | null;

  @Field(() => String, { nullable: true, description: 'A word to its author.' })
  answer?: string | null;
}

@InputType({ description: 'A proposal to reject.' })
export class RejectProposalInput {
  @Field(() => ID, { description: 'The proposal.' })
  id!: string;

  @Field(() => String, { description: 'Why, for its author; at most 200 characters.' })
  answer!: string;
}

/** @throws BAD_USER_INPUT naming the field */
export function parseAcceptance({ id, version, answer }: AcceptProposalInput): {
  id: number;
  version: number | null;
  answer: string | null;
} {
  return {
    id: localId('proposal', id, 'input.id'),
    version: version ?? null,
    answer: answer == null ? null : parseText(answer, 'input.answer').trim(),
  };
}
