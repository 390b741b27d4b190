import { Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityChange } from '../../db/entities/facility-change.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { personOf } from '../access/viewer.ts';
import { type FacilityRow, facilitiesById } from '../facilities/facilities.queries.ts';
import { type Connection, connectionType } from '../lists/connection.ts';
import { load, loadVariant } from '../lists/loader.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import { globalId } from '../shared/ids.ts';
import { FacilitySnapshot } from './edit.types.ts';
import { differences, type FacilityState } from './facility-state.ts';
import { type ChangeRow, HISTORY_ORDER, historiesOf } from './history.queries.ts';
import { mayUndo } from './undo.queries.ts';

const FacilityChangeConnection = connectionType(FacilityChange);

@Resolver(() => Facility)
export class FacilityHistoryResolver {
  @Allow('staff')
  @FieldResolver(() => FacilityChangeConnection, {
    nullable: true,
    description:
      'What was done to the facility since it was first entered or imported, newest first. For those who may see who changes things; null for others. @throws UNAUTHENTICATED, FORBIDDEN.',
  })
  history(
    @Root() { id }: FacilityRow,
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<ChangeRow> | null> {
    const page = parsePage(args, HISTORY_ORDER.name);
    return loadVariant(
      context,
      `facility.history ${JSON.stringify(args)}`,
      (em, ids: readonly number[]) => historiesOf(em, page, ids),
      id,
    );
  }
}

@Resolver(() => FacilityChange)
export class FacilityHistoryEntryResolver {
  @Allow('staff')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: ChangeRow): string {
    return globalId('change', id);
  }

  @Allow('staff')
  @FieldResolver(() => Facility, { description: 'The facility as it is now.' })
  facility(
    @Root() { facilityId }: ChangeRow,
    @Ctx() context: Context,
  ): Promise<FacilityRow | null> {
    return load(context, facilitiesById, facilityId);
  }

  @Allow('staff')
  @FieldResolver(() => FacilitySnapshot, {
    nullable: true,
    description: 'The facility before the change; null when the change created it.',
  })
  before(@Root() { before }: ChangeRow): FacilityState | null {
    return before;
  }

  @Allow('staff')
  @FieldResolver(() => FacilitySnapshot, { description: 'The facility after the change.' })
  after(@Root() { after }: ChangeRow): FacilityState {
    return after;
  }

  @Allow('staff')
  @FieldResolver(() => [String], {
    description: 'Names of the fields of a snapshot that the change altered.',
  })
  fields(@Root() { before, after }: ChangeRow): string[] {
    if (!before) return [];
    return differences(before, after).filter((field) => field !== 'nameSimplified');
  }

  @Allow('staff')
  @FieldResolver(() => Boolean, { description: 'Whether whoever asks made the change.' })
  isMine(@Root() { personId }: ChangeRow, @Ctx() { viewer }: Context): boolean {
    return personId !== null && personOf(viewer)?.personId === personId;
  }

  @Allow('staff')
  @FieldResolver(() => ID, { nullable: true, description: 'The change that this one takes back.' })
  undoes(@Root() { undoes }: ChangeRow): string | null {
    return undoes === null ? null : globalId('change', undoes);
  }

  @Allow('staff')
  @FieldResolver(() => ID, { nullable: true, description: 'The change that took this one back.' })
  undoneBy(@Root() { undoneBy }: ChangeRow): string | null {
    return undoneBy === null ? null : globalId('change', undoneBy);
  }

  @Allow('staff')
  @FieldResolver(() => Boolean, {
    description:
      'Whether whoever asks may undo it, unless a later change altered the same or the place is not theirs.',
  })
  mayUndo(@Root() change: ChangeRow, @Ctx() { viewer }: Context): boolean {
    return change.undoneBy === null && mayUndo(viewer, change);
  }
}
