import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import { BadUserInputError } from '../shared/errors.ts';
import { parsePoint } from '../shared/geo-input.ts';
import { localId } from '../shared/ids.ts';
import { GeoJSONPoint } from '../shared/scalars.ts';
import { parseText } from '../shared/text.ts';
import type { Edit } from './edit.ts';
import type { FacilityPatch } from './facility-state.ts';

const MAX_ATTRIBUTES_BYTES = 10_000;
const LONGEST_NOTE = 1_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

@InputType()
abstract class EditInput {
  @Field(() => String, {
    nullable: true,
    description: 'Why, for the history; at most 200 characters.',
  })
  reason?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'A UUID of your own that names this request: sent again, it is not made again, and answers as before.',
  })
  request?: string | null;
}

@InputType()
abstract class BasedInput extends EditInput {
  @Field(() => ID, { description: 'The facility.' })
  id!: string;

  @Field(() => Int, { description: 'The version that this is based on.' })
  version!: number;
}

@InputType({ description: 'A facility to create.' })
export class CreateFacilityInput extends EditInput {
  @Field(() => String, { description: 'Code of its kind, such as `plaza`.' })
  kind!: string;

  @Field(() => String, { description: 'Name, at most 200 characters.' })
  name!: string;

  @Field(() => GeoJSONPoint, { description: 'Where it stands.' })
  location!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'Code of your own, unique among facilities.',
  })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'Address, at most 200 characters.' })
  address?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When it is open, in words; at most 200 characters.',
  })
  opening?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A note for whoever looks after it, at most 1,000 characters; no data of persons.',
  })
  note?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'Further attributes, at most 10 kB as JSON; no data of persons.',
  })
  attributes?: Record<string, unknown> | null;
}

@InputType({ description: 'A facility to move.' })
export class MoveFacilityInput extends BasedInput {
  @Field(() => GeoJSONPoint, { description: 'Where it really stands.' })
  location!: unknown;
}

@InputType({ description: 'What is put right about a facility; what is left out stays.' })
export class UpdateFacilityInput extends BasedInput {
  @Field(() => String, { nullable: true, description: 'Code of the kind that it really is.' })
  kind?: string | null;

  @Field(() => String, { nullable: true, description: 'Name, at most 200 characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Address, at most 200 characters; null takes it away.',
  })
  address?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When it is open, in words, at most 200 characters; null takes it away.',
  })
  opening?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A note for whoever looks after it, at most 1,000 characters; null takes it away. No data of persons.',
  })
  note?: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'Further attributes, all of them, at most 10 kB as JSON; no data of persons.',
  })
  attributes?: Record<string, unknown> | null;
}

@InputType({ description: 'A facility to retire.' })
export class RetireFacilityInput extends BasedInput {}

@InputType({ description: 'A retired facility to put back into service.' })
export class RestoreFacilityInput extends BasedInput {}

@InputType({ description: 'A change to take back.' })
export class UndoChangeInput extends EditInput {
  @Field(() => ID, { description: 'The change, as the history of the facility names it.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the facility that this is based on.' })
  version!: number;
}

@InputType({
  description: 'An edit to look at first. Without `id` it is a new facility, which needs the rest.',
})
export class PreviewEditInput {
  @Field(() => ID, { nullable: true, description: 'The facility.' })
  id?: string | null;

  @Field(() => Int, { nullable: true, description: 'The version that the edit is based on.' })
  version?: number | null;

  @Field(() => String, { nullable: true, description: 'Code of the kind it would be of.' })
  kind?: string | null;

  @Field(() => GeoJSONPoint, { nullable: true, description: 'Where it would stand.' })
  location?: unknown;

  @Field(() => Boolean, { nullable: true, description: 'Whether it would be in service.' })
  active?: boolean | null;
}

type Whence = Pick<Edit, 'reason' | 'request'>;

/** Why, and which request. @throws BAD_USER_INPUT naming the field */
export function parseWhence({ reason, request }: EditInput): Whence {
  if (request != null && !UUID.test(request)) {
    throw new BadUserInputError('input.request', 'must be a UUID that you made for this request.');
  }
  // Small letters are the form in which the database gives it back.
  const normal = request?.toLowerCase() ?? null;
  return { reason: clear(reason, 'input.reason') ?? null, request: normal };
}

/** @throws BAD_USER_INPUT naming the field */
export function parseCreation(input: CreateFacilityInput): Edit {
  const { location, attributes, ...text } = input;
  const patch: FacilityPatch = {
    kind: input.kind,
    name: parseText(input.name, 'input.name').trim(),
    location: parsePoint(location, 'input.location').coordinates,
    code: clear(text.code, 'input.code') ?? null,
    address: clear(text.address, 'input.address') ?? null,
    opening: clear(text.opening, 'input.opening') ?? null,
    note: clear(text.note, 'input.note', LONGEST_NOTE) ?? null,
    attributes: parseAttributes(attributes) ?? null,
  };
  return { action: 'CREATE', basis: null, patch, undoes: null, ...parseWhence(input) };
}

/** @throws BAD_USER_INPUT naming the field */
export function parseMove(input: MoveFacilityInput): Edit {
  const location = parsePoint(input.location, 'input.location').coordinates;
  return based('MOVE', input, { location });
}

/** @throws BAD_USER_INPUT naming the field */
export function parseUpdate(input: UpdateFacilityInput): Edit {
  const { kind, name, address, opening, note } = input;
  const attributes = parseAttributes(input.attributes);
  const patch = {
    kind: kind ?? undefined,
    name: name == null ? undefined : parseText(name, 'input.name').trim(),
    address: clear(address, 'input.address'),
    opening: clear(opening, 'input.opening'),
    note: clear(note, 'input.note', LONGEST_NOTE),
    attributes,
  };
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return based('UPDATE', input, Object.fromEntries(given));
}

/** @throws BAD_USER_INPUT naming the field */
export function parseRetirement(input: RetireFacilityInput): Edit {
  return based('RETIRE', input, { active: false });
}

/** @throws BAD_USER_INPUT naming the field */
export function parseRestoration(input: RestoreFacilityInput): Edit {
  return based('RESTORE', input, { active: true });
}

/** @throws BAD_USER_INPUT naming the field */
export function parsePreview({ id, version, kind, location, active }: PreviewEditInput): Edit {
  const patch: FacilityPatch = {
    ...(kind != null && { kind }),
    ...(location != null && { location: parsePoint(location, 'input.location').coordinates }),
    ...(active != null && { active }),
  };
  const rest = { patch, reason: null, request: null, undoes: null };
  if (id == null) {
    if (kind == null) throw new BadUserInputError('input.kind', 'is needed for a new facility.');
    if (location == null) {
      throw new BadUserInputError('input.location', 'is needed for a new facility.');
    }
    return { action: 'CREATE', basis: null, ...rest };
  }
  if (version == null) throw new BadUserInputError('input.version', 'is needed with `id`.');
  const action = active ? 'RESTORE' : 'UPDATE';
  return { action, basis: { id: localId('facility', id, 'input.id'), version }, ...rest };
}

function based(action: Edit['action'], input: BasedInput, patch: FacilityPatch): Edit {
  const basis = { id: localId('facility', input.id, 'input.id'), version: input.version };
  return { action, basis, patch, undoes: null, ...parseWhence(input) };
}

/** A text that may be taken away (null or blank) or left as it is (undefined). */
function clear(
  value: string | null | undefined,
  field: string,
  longest?: number,
): string | null | undefined {
  if (value === undefined) return undefined;
  if (value === null || value.trim() === '') return null;
  return parseText(value, field, longest).trim();
}

function parseAttributes(
  attributes: Record<string, unknown> | null | undefined,
): Record<string, unknown> | undefined {
  if (attributes == null) return undefined;
  const text = JSON.stringify(attributes);
  if (text.length > MAX_ATTRIBUTES_BYTES) {
    throw new BadUserInputError('input.attributes', 'must not be larger than 10 kB as JSON.');
  }
  if (/(?<!\\)(?:\\\\)*\\u(0000|d[89a-f])/.test(text)) {
    throw new BadUserInputError(
      'input.attributes',
      'must not hold the character U+0000, nor half a character (a lone surrogate).',
    );
  }
  return attributes;
}
