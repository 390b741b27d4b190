import type { Point } from 'geojson';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ScenarioAction } from '../../db/entities/scenario.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { parsePoint } from '../shared/geo-input.ts';
import { localId } from '../shared/ids.ts';
import { GeoJSONPoint } from '../shared/scalars.ts';
import { parseText } from '../shared/text.ts';

/** The most facilities that one scenario may change. */
const MAX_CHANGES = 10_000;
const LONGEST_NOTE = 2_000;

@InputType({
  description:
    'What to do with one facility. ADD names kind and location, MOVE facility and location, REMOVE the facility.',
})
export class ScenarioChangeInput {
  @Field(() => ScenarioAction, { description: 'What to do.' })
  action!: ScenarioAction;

  @Field(() => ID, { nullable: true, description: 'The facility that is moved or removed.' })
  facility?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the kind that is added.' })
  kind?: string | null;

  @Field(() => GeoJSONPoint, {
    nullable: true,
    description: 'Where it would stand, degrees on WGS 84.',
  })
  location?: unknown;
}

@InputType({ description: 'A scenario to keep.' })
export class CreateScenarioInput {
  @Field(() => String, { description: 'Name, at most 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Note, at most 2,000 characters.' })
  note?: string | null;

  @Field(() => [ScenarioChangeInput], {
    description: `1–${MAX_CHANGES} changes, each facility at most once.`,
  })
  changes!: ScenarioChangeInput[];
}

@InputType({ description: 'A change of a kept scenario; what is left out stays.' })
export class UpdateScenarioInput {
  @Field(() => ID, { description: 'The scenario.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change is based on.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Name, at most 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Note; an empty one removes it.' })
  note?: string | null;

  @Field(() => [ScenarioChangeInput], {
    nullable: true,
    description: 'All changes, in place of those kept before.',
  })
  changes?: ScenarioChangeInput[] | null;
}

@InputType({ description: 'A scenario to discard.' })
export class DiscardScenarioInput {
  @Field(() => ID, { description: 'The scenario.' })
  id!: string;

  @Field(() => Int, { description: 'The version that this is based on.' })
  version!: number;
}

/** A checked {@link ScenarioChangeInput}; what it names may still not exist. */
export type NewChange =
  | { readonly action: 'ADD'; readonly kind: string; readonly location: Point }
  | { readonly action: 'MOVE'; readonly facilityId: number; readonly location: Point }
  | { readonly action: 'REMOVE'; readonly facilityId: number };

/** Checks changes one by one. @throws BAD_USER_INPUT naming the field, such as `changes[3].kind` */
export function parseChanges(changes: readonly ScenarioChangeInput[], field: string): NewChange[] {
  if (changes.length === 0) {
    throw new BadUserInputError(field, 'is empty; add, move or remove at least one facility.');
  }
  if (changes.length > MAX_CHANGES) {
    throw new BadUserInputError(
      field,
      `holds ${changes.length} facilities; a scenario takes at most ${MAX_CHANGES}. Split it.`,
    );
  }
  const seen = new Map<number, number>();
  return changes.map((change, i) => {
    const parsed = parseChange(change, `${field}[${i}]`);
    if (parsed.action !== 'ADD') {
      const before = seen.get(parsed.facilityId);
      if (before !== undefined) {
        throw new BadUserInputError(
          `${field}[${i}].facility`,
          `is changed by ${field}[${before}] already; say once what becomes of it.`,
        );
      }
      seen.set(parsed.facilityId, i);
    }
    return parsed;
  });
}

function parseChange(change: ScenarioChangeInput, field: string): NewChange {
  const { action, facility, kind, location } = change;
  const refuse = (name: string, value: unknown): void => {
    if (value == null) return;
    throw new BadUserInputError(`${field}.${name}`, `does not go with ${action}; leave it out.`);
  };
  const demand = <T>(name: string, value: T | null | undefined): T => {
    if (value != null) return value;
    throw new BadUserInputError(`${field}.${name}`, `is missing; ${action} needs it.`);
  };
  if (action === 'ADD') {
    refuse('facility', facility);
    return {
      action,
      kind: demand('kind', kind),
      location: parsePoint(demand('location', location), `${field}.location`),
    };
  }
  refuse('kind', kind);
  const facilityId = localId('facility', demand('facility', facility), `${field}.facility`);
  if (action === 'REMOVE') {
    refuse('location', location);
    return { action, facilityId };
  }
  return {
    action,
    facilityId,
    location: parsePoint(demand('location', location), `${field}.location`),
  };
}

/** Checks a note; an empty one is none. @throws BAD_USER_INPUT naming `field` */
export function parseNote(note: string | null | undefined, field: string): string | null {
  if (note == null || note.trim() === '') return null;
  return parseText(note, field, LONGEST_NOTE).trim();
}

/** Checks the id of a scenario. @throws BAD_USER_INPUT naming `field` */
export function parseScenarioId(id: string, field: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new BadUserInputError(
      field,
      `${JSON.stringify(id.slice(0, 40))} is not the id of a scenario; take it from its link or from the field \`id\`.`,
    );
  }
  return id.toLowerCase();
}
