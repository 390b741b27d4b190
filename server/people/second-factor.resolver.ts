import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { personOf, type SignedIn } from '../access/viewer.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  demandCode,
  getSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  type SecondFactorState,
} from '../auth/second-factor.queries.ts';
import { endSessions } from '../auth/sessions.queries.ts';
import { forgetAttempt } from '../auth/throttle.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { RecoveryCodesPayload, SecondFactor, SecondFactorSetup } from './account.types.ts';
import { demandOwnPassword } from './people.queries.ts';
import { BeginSecondFactorInput, SecondFactorInput } from './person.input.ts';

/** By which name apps list the account. */
const ISSUER = 'Jinlin';

/** The person behind the request; the policy `account` has seen to it that there is one. */
function self({ viewer }: Context): SignedIn {
  return personOf(viewer) as SignedIn;
}

/** One's own second factor: codes of an app (TOTP), beside the password. */
@Resolver(() => SecondFactor)
export class SecondFactorResolver {
  @Allow('account')
  @Query(() => SecondFactor, { description: 'How one’s own second factor stands.' })
  secondFactor(@Ctx() context: Context): Promise<SecondFactorState> {
    return getSecondFactor(context.em, self(context).personId);
  }

  @Allow('account')
  @Mutation(() => SecondFactorSetup, {
    description:
      'Begins to set up a second factor: gives the secret for an app, and counts once `confirmSecondFactor` has a code of it. @throws BAD_USER_INPUT when the password is wrong, CONFLICT when there is one already, TOO_MANY_ATTEMPTS.',
  })
  async beginSecondFactor(
    @Ctx() context: Context,
    @Arg('input', () => BeginSecondFactorInput, { description: 'By what.' })
    { password }: BeginSecondFactorInput,
  ): Promise<SecondFactorSetup> {
    const { em, hub } = context;
    const who = self(context);
    const counters = await demandOwnPassword(em, who.personId, password, 'input.password');
    await forgetAttempt(em, counters);
    return beginSecondFactor(em, who, { key: hub.secretKey, issuer: ISSUER });
  }

  @Allow('account')
  @Mutation(() => RecoveryCodesPayload, {
    description:
      'Confirms by a first code that the app makes the right ones; from now on they are asked for. All other sessions end. Gives recovery codes. @throws BAD_USER_INPUT, TOO_MANY_ATTEMPTS.',
  })
  async confirmSecondFactor(
    @Ctx() context: Context,
    @Arg('input', () => SecondFactorInput, { description: 'By what.' }) { code }: SecondFactorInput,
  ): Promise<RecoveryCodesPayload> {
    const { em, hub } = context;
    const { personId, id } = self(context);
    const codes = await confirmSecondFactor(em, personId, code, hub.secretKey);
    await endSessions(em, { personId, except: id });
    return { codes };
  }

  @Allow('account')
  @Mutation(() => RecoveryCodesPayload, {
    description:
      'Makes new recovery codes; those that there were are no longer good. @throws BAD_USER_INPUT, TOO_MANY_ATTEMPTS.',
  })
  async renewRecoveryCodes(
    @Ctx() context: Context,
    @Arg('input', () => SecondFactorInput, { description: 'By what.' }) { code }: SecondFactorInput,
  ): Promise<RecoveryCodesPayload> {
    const { em } = context;
    const personId = await demandOwnCode(context, code);
    return { codes: await em.transactional((tx) => renewRecoveryCodes(tx, personId)) };
  }

  @Allow('account')
  @Mutation(() => SecondFactor, {
    description:
      'Removes one’s own second factor by a code of it. @throws BAD_USER_INPUT, TOO_MANY_ATTEMPTS.',
  })
  async removeSecondFactor(
    @Ctx() context: Context,
    @Arg('input', () => SecondFactorInput, { description: 'By what.' }) { code }: SecondFactorInput,
  ): Promise<SecondFactorState> {
    const personId = await demandOwnCode(context, code);
    await removeSecondFactor(context.em, personId);
    return getSecondFactor(context.em, personId);
  }
}

/** Uses up a code of one's own second factor. @throws BAD_USER_INPUT, also when there is no second factor */
async function demandOwnCode(context: Context, code: string): Promise<number> {
  const { personId, hasSecondFactor } = self(context);
  if (!hasSecondFactor) {
    throw new BadUserInputError('input.code', 'is of no use: you have no second factor.');
  }
  await demandCode(context.em, personId, code, context.hub.secretKey);
  return personId;
}
