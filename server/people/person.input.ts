import type { EntityManager } from '@mikro-orm/postgresql';
import { Field, ID, InputType, Int } from 'type-graphql';
import { Scope } from '../../db/entities/api-token.ts';
import { Role } from '../../db/entities/person.ts';
import type { Areas } from '../access/viewer.ts';
import { LONGEST_SUB, subjectAt } from '../auth/subject.ts';
import { communitiesById } from '../communities/communities.queries.ts';
import { regionsById } from '../regions/regions.queries.ts';
import { BadUserInputError, NotFoundError } from '../shared/errors.ts';
import { type IdType, localId } from '../shared/ids.ts';
import { parseText } from '../shared/text.ts';

const LONGEST_NAME = 40;
const MOST_AREAS = 1_000;
const MOST_DAYS = 366;
const CODE =
  'A code of the app, or a recovery code: asked of whoever has a second factor. Each is good once.';
const KEEPS_TOKENS = 'Whether API tokens stay valid; they are revoked unless this is true.';

@InputType({ description: 'A person to enter.' })
export class CreatePersonInput {
  @Field(() => String, {
    description:
      'Name to sign in with: 2–40 letters, digits, ".", "_", "-", "@"; capitals do not matter.',
  })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name that others see; the name to sign in with unless given.',
  })
  displayName?: string | null;

  @Field(() => Role, { description: 'What the person is to the hub.' })
  role!: Role;

  @Field(() => [ID], {
    nullable: true,
    description: 'Regions in which a cadre may edit, with everything below them.',
  })
  regions?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Communities in which a cadre may edit.' })
  communities?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Who they are at the organisation’s provider: its claim `sub`, at most 255 characters. By it they can sign in there.',
  })
  subject?: string | null;
}

@InputType({ description: 'What is changed about a person; what is left out stays.' })
export class UpdatePersonInput {
  @Field(() => ID, { description: 'The person.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change is based on.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Name that others see.' })
  displayName?: string | null;

  @Field(() => Role, { nullable: true, description: 'What the person is to the hub.' })
  role?: Role | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False: may no longer sign in, and is signed out everywhere at once.',
  })
  active?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'All regions in which a cadre may edit.' })
  regions?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'All communities in which a cadre may edit.' })
  communities?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Who they are at the organisation’s provider: its claim `sub`, at most 255 characters; null takes it away. When it was another one, they are signed out everywhere.',
  })
  subject?: string | null;
}

@InputType({ description: 'Whom to sign in.' })
export class SignInInput {
  @Field(() => String, { description: 'Name; capitals do not matter.' })
  name!: string;

  @Field(() => String, { description: 'Password.' })
  password!: string;

  @Field(() => String, { nullable: true, description: CODE })
  code?: string | null;
}

@InputType({ description: 'A password to set by a one-time link.' })
export class SetPasswordInput {
  @Field(() => String, { description: 'The secret of the link: what stands after `#link=`.' })
  link!: string;

  @Field(() => String, { description: 'The new password: 10–200 characters.' })
  password!: string;

  @Field(() => String, { nullable: true, description: CODE })
  code?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: KEEPS_TOKENS })
  keepsTokens!: boolean;
}

@InputType({ description: 'A new password of one’s own.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The present password.' })
  old!: string;

  @Field(() => String, { description: 'The new password: 10–200 characters.' })
  password!: string;

  @Field(() => String, { nullable: true, description: CODE })
  code?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: KEEPS_TOKENS })
  keepsTokens!: boolean;
}

@InputType({ description: 'A token to make.' })
export class CreateApiTokenInput {
  @Field(() => String, { description: 'What it is for, at most 200 characters.' })
  name!: string;

  @Field(() => [Scope], { description: 'What it may be used for, at least one.' })
  scopes!: Scope[];

  @Field(() => Int, { defaultValue: 90, description: 'After how many days it ends: 1–366.' })
  days!: number;

  @Field(() => String, { nullable: true, description: CODE })
  code?: string | null;
}

@InputType({ description: 'A code of one’s second factor.' })
export class SecondFactorInput {
  @Field(() => String, { description: 'A code of the app, or a recovery code. Each is good once.' })
  code!: string;
}

@InputType({ description: 'A second factor to set up.' })
export class BeginSecondFactorInput {
  @Field(() => String, { description: 'The present password.' })
  password!: string;
}

/** The name to sign in with, in its one form. @throws BAD_USER_INPUT naming `field` */
export function parseName(value: string, field: string): string {
  const name = value.normalize('NFKC').trim().toLowerCase();
  if (name.length < 2 || name.length > LONGEST_NAME || !/^[\p{L}\p{N}._@-]+$/u.test(name)) {
    throw new BadUserInputError(
      field,
      `must have 2 to ${LONGEST_NAME} letters, digits, ".", "_", "-" or "@".`,
    );
  }
  return name;
}

/** The name that somebody tries to sign in with; what cannot be one is left for the search to miss. */
export function parseGivenName(value: string): string {
  const name = value.normalize('NFKC').trim().toLowerCase().replaceAll('\0', '');
  return name.slice(0, LONGEST_NAME).toWellFormed();
}

export function parseDisplayName(value: string, field: string): string {
  return parseText(value, field, LONGEST_NAME).trim();
}

/**
 * Who a person is at the provider `issuer`, as it is stored; undefined where it stays.
 * @throws BAD_USER_INPUT naming the field, also when the hub has no provider
 */
export function parseSubject(
  sub: string | null | undefined,
  issuer: string | null,
): string | null | undefined {
  if (sub == null) return sub;
  const field = 'input.subject';
  if (issuer === null) {
    throw new BadUserInputError(
      field,
      'needs an OpenID Connect provider, which the operator sets by JINLIN_OIDC_ISSUER.',
    );
  }
  return subjectAt(issuer, parseText(sub, field, LONGEST_SUB).trim());
}

/** The areas of a person; undefined where they stay. @throws BAD_USER_INPUT, NOT_FOUND naming the field */
export async function parseAreas(
  em: EntityManager,
  { regions, communities }: { regions?: string[] | null; communities?: string[] | null },
): Promise<Partial<Areas>> {
  const regionIds = parseIds('region', regions, 'input.regions');
  const communityIds = parseIds('community', communities, 'input.communities');
  if (regionIds) demandAll(regionIds, await regionsById(em, regionIds), 'input.regions');
  if (communityIds) {
    demandAll(communityIds, await communitiesById(em, communityIds), 'input.communities');
  }
  return { ...(regionIds && { regionIds }), ...(communityIds && { communityIds }) };
}

function parseIds(
  type: IdType,
  ids: readonly string[] | null | undefined,
  field: string,
): number[] | undefined {
  if (ids == null) return undefined;
  if (ids.length > MOST_AREAS) {
    throw new BadUserInputError(field, `must not hold more than ${MOST_AREAS}; give a region.`);
  }
  return ids.map((id, i) => localId(type, id, `${field}[${i}]`));
}

function demandAll(ids: readonly number[], found: Map<number, unknown>, field: string): void {
  const i = ids.findIndex((id) => !found.has(id));
  if (i >= 0) throw new NotFoundError(`${field}[${i}]`, `${field}[${i}]: there is no such one.`);
}

/** Checks a token to make for whoever may do what `allowed` says. @throws BAD_USER_INPUT naming the field */
export function parseToken(
  { name, scopes, days }: CreateApiTokenInput,
  allowed: readonly Scope[],
): CreateApiTokenInput {
  if (scopes.length === 0) throw new BadUserInputError('input.scopes', 'must name at least one.');
  const above = scopes.findIndex((scope) => !allowed.includes(scope));
  if (above >= 0) {
    throw new BadUserInputError(
      `input.scopes[${above}]`,
      `${scopes[above]} is more than you may do yourself; your tokens may have ${allowed.join(', ')}.`,
    );
  }
  if (!(days >= 1 && days <= MOST_DAYS)) {
    throw new BadUserInputError('input.days', `must be from 1 to ${MOST_DAYS}.`);
  }
  return { name: parseText(name, 'input.name').trim(), scopes, days };
}
