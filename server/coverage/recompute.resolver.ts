import {
  Arg,
  Ctx,
  Field,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { requireRegion } from '../regions/regions.queries.ts';

const RecomputeState = {
  IDLE: 'IDLE',
  RUNNING: 'RUNNING',
  DONE: 'DONE',
  CANCELLED: 'CANCELLED',
  FAILED: 'FAILED',
} as const;
registerEnumType(RecomputeState, {
  name: 'RecomputeState',
  description: 'Where a recompute stands.',
  valuesConfig: {
    IDLE: { description: 'None was started since the hub was.' },
    RUNNING: { description: 'It is under way.' },
    DONE: { description: 'All is judged.' },
    CANCELLED: {
      description: 'It was cancelled: counties judged by then are new, the others old.',
    },
    FAILED: { description: 'It failed: counties judged by then are new, the others old.' },
  },
});

@ObjectType({
  description:
    'How far judging everything anew has come. It is for data that came in by other ways than the hub; the hub’s own writes keep coverage fresh by themselves.',
})
class CoverageRecompute {
  @Field(() => RecomputeState, { description: 'Where it stands.' })
  state!: keyof typeof RecomputeState;

  @Field(() => Int, { description: 'Communities judged.' })
  done!: number;

  @Field(() => Int, { description: 'Communities to judge.' })
  total!: number;

  @Field(() => Int, { description: 'Communities whose stored outcome had to be corrected.' })
  corrected!: number;

  @Field(() => Date, { nullable: true, description: 'When it began.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  finishedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  problem!: string | null;
}

@Resolver(() => CoverageRecompute)
export class CoverageRecomputeResolver {
  @Allow('plan')
  @Query(() => CoverageRecompute, {
    description: 'How far judging everything anew has come, in this process of the hub.',
  })
  coverageRecompute(@Ctx() { recomputer }: Context): object {
    return recomputer.progress;
  }

  @Allow('plan')
  @Mutation(() => CoverageRecompute, {
    description:
      'Begins to judge everything anew, in the background. @throws NOT_FOUND for an unknown county, CONFLICT when that is under way.',
  })
  async startCoverageRecompute(
    @Ctx() context: Context,
    @Arg('counties', () => [String], {
      nullable: true,
      description: 'Codes of the counties to judge; all unless given.',
    })
    counties: string[] | null,
  ): Promise<object> {
    await Promise.all(
      (counties ?? []).map((code, i) => requireRegion(context, code, `counties[${i}]`)),
    );
    return context.recomputer.start(counties ?? undefined);
  }

  @Allow('plan')
  @Mutation(() => CoverageRecompute, {
    description: 'Ends judging everything anew; the counties judged by then stay judged.',
  })
  cancelCoverageRecompute(@Ctx() { recomputer }: Context): Promise<object> {
    return recomputer.cancel();
  }
}
