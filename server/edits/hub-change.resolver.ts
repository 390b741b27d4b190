import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { getHub, type HubRow } from '../hub/hub.queries.ts';
import { Hub } from '../hub/hub.types.ts';
import { parseHubSettings, UpdateHubInput } from './hub-change.input.ts';
import { updateHub } from './hub-changes.queries.ts';

@Resolver(() => Hub)
export class HubChangeResolver {
  @Allow('administer')
  @Mutation(() => Hub, {
    description:
      'Sets the name of the city and the sources of its data; gives the hub as it is then. @throws BAD_USER_INPUT.',
  })
  async updateHub(
    @Ctx() { em }: Context,
    @Arg('input', () => UpdateHubInput, { description: 'The settings.' }) input: UpdateHubInput,
  ): Promise<HubRow> {
    await updateHub(em, parseHubSettings(input));
    return getHub(em);
  }
}
