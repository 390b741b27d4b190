import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { Coverage } from '../../db/entities/coverage.ts';
import { Facility } from '../../db/entities/facility.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { type CoverageRow, coveragesOf } from '../coverage/coverage.queries.ts';
import { type FacilityRow, facilitiesById } from '../facilities/facilities.queries.ts';
import type { SubscriptionContext } from '../graphql/context.ts';
import { load } from '../lists/loader.ts';
import { parseBBox } from '../shared/geo-input.ts';
import { BBoxScalar } from '../shared/scalars.ts';
import type { ChangeEvent, ChangeFeed } from './change-feed.ts';

/** The context of a subscription to changes. */
export interface LiveContext extends SubscriptionContext {
  readonly feed: ChangeFeed;
}

interface Arguments {
  readonly bbox: unknown;
  readonly since?: string | null;
  readonly elsewhere?: boolean | null;
}

@ObjectType({ description: 'What a write changed. It is told after the write has committed.' })
class HubChange {
  @Field(() => String, { description: 'The data version that the write made.' })
  dataVersion!: string;

  @Field(() => Boolean, {
    description:
      'True when the lists are empty because too much changed, or because changes may have been missed: whatever is shown has to be asked for again.',
  })
  everything!: boolean;
}

@Resolver(() => HubChange)
export class LiveResolver {
  @Allow('read')
  @Subscription(() => HubChange, {
    description:
      'Changes that touch a box: facilities that stood or stand in it, communities whose bounding box touches it, and whatever concerns the whole hub. By WebSocket at /graphql/live (protocol graphql-transport-ws). @throws BAD_USER_INPUT for a bad box.',
    subscribe: ({ args, context }: { args: Arguments; context: LiveContext }) =>
      context.feed.subscribe({
        box: parseBBox(args.bbox, 'bbox'),
        since: args.since ?? undefined,
        elsewhere: args.elsewhere ?? false,
      }),
  })
  hubChanged(
    @Root() event: ChangeEvent,
    @Arg('bbox', () => BBoxScalar, { description: 'What is looked at.' }) _bbox: unknown,
    @Arg('since', () => String, {
      nullable: true,
      description:
        'Data version of what is shown. When the hub has another one by now, the first event says `everything`: so nothing is missed between a query and a subscription, or while a connection was lost.',
    })
    _since: string | null,
    @Arg('elsewhere', () => Boolean, {
      nullable: true,
      description:
        'Also tell, with empty lists, that something changed outside the box, for figures of the whole city. False unless given.',
    })
    _elsewhere: boolean | null,
  ): ChangeEvent {
    return event;
  }

  @Allow('read')
  @FieldResolver(() => [Facility], {
    description: 'The facilities that changed, as they are now; retired ones too.',
  })
  async facilities(
    @Root() { facilityIds }: ChangeEvent,
    @Ctx() context: Context,
  ): Promise<FacilityRow[]> {
    const found = facilityIds.map((id) => load(context, facilitiesById, id));
    return (await Promise.all(found)).filter((facility) => facility !== null);
  }

  @Allow('read')
  @FieldResolver(() => [Coverage], {
    description: 'The coverage, by all rules, of the communities that changed.',
  })
  async coverage(
    @Root() { communityIds }: ChangeEvent,
    @Ctx() context: Context,
  ): Promise<CoverageRow[]> {
    const found = communityIds.map((id) => load(context, coveragesOf, id));
    return (await Promise.all(found)).flatMap((coverage) => coverage ?? []);
  }
}
