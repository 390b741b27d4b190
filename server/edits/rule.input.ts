import { Field, InputType, Int } from 'type-graphql';
import { CoverageReading } from '../../db/entities/coverage-rule.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { parseMeters } from '../shared/geo-input.ts';
import { MetersScalar, ShareScalar } from '../shared/scalars.ts';
import { parseCode, parseOptionalText, parseText } from '../shared/text.ts';

const MAX_RADIUS_METERS = 100_000;
const MAX_KINDS = 50;

const RADIUS_TEXT = `Radius, inclusive; more than 0, at most ${MAX_RADIUS_METERS}.`;
const KINDS_TEXT = `Codes of 1 to ${MAX_KINDS} kinds of facility; one of any of them satisfies the rule.`;
const CLAUSE_TEXT = 'Clause that the rule comes from, such as `11.3` or `GB 50180-2018`.';

@InputType({ description: 'A rule to create.' })
export class CreateRuleInput {
  @Field(() => String, {
    description: 'Code, unique: a–z, 0–9 and `-`, at most 40 characters, such as `school-500m`.',
  })
  code!: string;

  @Field(() => String, { description: 'Name in Chinese, at most 200 characters.' })
  name!: string;

  @Field(() => String, { description: 'Name in English, at most 200 characters.' })
  nameEn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The rule in a sentence, at most 200 characters.',
  })
  description?: string | null;

  @Field(() => String, { nullable: true, description: `${CLAUSE_TEXT} None unless given.` })
  clause?: string | null;

  @Field(() => MetersScalar, { description: RADIUS_TEXT })
  radiusMeters!: unknown;

  @Field(() => [String], { description: KINDS_TEXT })
  facilityKinds!: string[];

  @Field(() => CoverageReading, {
    defaultValue: CoverageReading.SERVICE_POINT,
    description: 'Which figure decides the verdict.',
  })
  reading!: CoverageReading;

  @Field(() => ShareScalar, {
    nullable: true,
    description:
      'Share of residents or area that makes a PASS, over 0 and up to 1. RESIDENTS and AREA need it; SERVICE_POINT takes none.',
  })
  minimumShare?: unknown;
}

@InputType({ description: 'A rule to change; what is left out stays as it is.' })
export class UpdateRuleInput {
  @Field(() => String, { description: 'Code of the rule; it never changes.' })
  code!: string;

  @Field(() => Int, { description: 'The version that the change is based on.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Name in Chinese, at most 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Name in English, at most 200 characters.' })
  nameEn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The rule in a sentence, at most 200 characters; null removes it.',
  })
  description?: string | null;

  @Field(() => String, { nullable: true, description: `${CLAUSE_TEXT} Null removes it.` })
  clause?: string | null;

  @Field(() => MetersScalar, { nullable: true, description: RADIUS_TEXT })
  radiusMeters?: unknown;

  @Field(() => [String], { nullable: true, description: KINDS_TEXT })
  facilityKinds?: string[] | null;

  @Field(() => CoverageReading, {
    nullable: true,
    description: 'Which figure decides the verdict. With SERVICE_POINT the share goes.',
  })
  reading?: CoverageReading | null;

  @Field(() => ShareScalar, {
    nullable: true,
    description:
      'Share of residents or area that makes a PASS, over 0 and up to 1. RESIDENTS and AREA need one; SERVICE_POINT takes none.',
  })
  minimumShare?: unknown;
}

@InputType({ description: 'A rule to retire.' })
export class RetireRuleInput {
  @Field(() => String, { description: 'Code of the rule.' })
  code!: string;

  @Field(() => Int, { description: 'The version that this is based on.' })
  version!: number;
}

/** What a rule says, apart from its code; kinds by their codes. */
export interface RuleText {
  readonly name: string;
  readonly nameEn: string;
  readonly description: string | null;
  readonly clause: string;
  readonly radiusMeters: number;
  readonly facilityKinds: readonly string[];
  readonly reading: CoverageReading;
  readonly minimumShare: number | null;
}

/** A validated {@link CreateRuleInput}. */
export type NewRule = RuleText & { readonly code: string };

/** Checks a rule to create. @throws BAD_USER_INPUT naming the field */
export function parseNewRule(input: CreateRuleInput): NewRule {
  const { reading } = input;
  return {
    code: parseCode(input.code, 'input.code'),
    name: parseText(input.name, 'input.name').trim(),
    nameEn: parseText(input.nameEn, 'input.nameEn').trim(),
    description: parseOptionalText(input.description, 'input.description'),
    clause: parseOptionalText(input.clause, 'input.clause') ?? '',
    radiusMeters: parseMeters(input.radiusMeters, 'input.radiusMeters', MAX_RADIUS_METERS),
    facilityKinds: parseKinds(input.facilityKinds),
    reading,
    minimumShare: shareFor(reading, parseShare(input.minimumShare)),
  };
}

/** Checks what is given of a change; the rest is undefined. @throws BAD_USER_INPUT naming the field */
export function parseRuleChanges(input: UpdateRuleInput): Partial<RuleText> {
  const { name, nameEn, description, clause, radiusMeters, facilityKinds, reading, minimumShare } =
    input;
  const changes: { -readonly [K in keyof RuleText]?: RuleText[K] } = {};
  if (name !== undefined) changes.name = parseText(given(name, 'name'), 'input.name').trim();
  if (nameEn !== undefined) {
    changes.nameEn = parseText(given(nameEn, 'nameEn'), 'input.nameEn').trim();
  }
  if (description !== undefined) {
    changes.description = parseOptionalText(description, 'input.description');
  }
  if (clause !== undefined) changes.clause = parseOptionalText(clause, 'input.clause') ?? '';
  if (radiusMeters !== undefined) {
    changes.radiusMeters = parseMeters(radiusMeters, 'input.radiusMeters', MAX_RADIUS_METERS);
  }
  if (facilityKinds !== undefined) {
    changes.facilityKinds = parseKinds(given(facilityKinds, 'facilityKinds'));
  }
  if (reading !== undefined) changes.reading = given(reading, 'reading');
  if (minimumShare !== undefined) changes.minimumShare = parseShare(minimumShare);
  if (Object.keys(changes).length === 0) {
    throw new BadUserInputError('input', 'changes nothing; give at least one field to change.');
  }
  return changes;
}

/** The rule after a change. @throws BAD_USER_INPUT for a reading and a share that do not go together */
export function applyRuleChanges(rule: RuleText, changes: Partial<RuleText>): RuleText {
  const { reading = rule.reading } = changes;
  // A share says nothing of a service point, so it goes when the rule is to read that.
  const kept = reading === 'SERVICE_POINT' && changes.reading ? null : rule.minimumShare;
  const { minimumShare = kept } = changes;
  return { ...rule, ...changes, minimumShare: shareFor(reading, minimumShare) };
}

function given<T>(value: T | null, name: string): T {
  if (value !== null) return value;
  throw new BadUserInputError(`input.${name}`, 'must not be null; leave it out to keep it.');
}

function parseKinds(codes: readonly string[]): readonly string[] {
  const field = 'input.facilityKinds';
  if (codes.length === 0 || codes.length > MAX_KINDS) {
    throw new BadUserInputError(
      field,
      `must name 1 to ${MAX_KINDS} kinds of facility, not ${codes.length}.`,
    );
  }
  const repeated = codes.findIndex((code, i) => codes.indexOf(code) < i);
  if (repeated >= 0) {
    throw new BadUserInputError(
      `${field}[${repeated}]`,
      `${JSON.stringify(codes[repeated]?.slice(0, 40))} is named twice; name each kind once.`,
    );
  }
  return codes;
}

function parseShare(value: unknown): number | null {
  if (value == null) return null;
  if (typeof value !== 'number' || !(value > 0 && value <= 1)) {
    const shown = typeof value === 'number' ? value : JSON.stringify(value)?.slice(0, 40);
    throw new BadUserInputError(
      'input.minimumShare',
      `must be a number more than 0 and at most 1, such as 0.9 for 90 %, not ${shown}.`,
    );
  }
  return value;
}

function shareFor(reading: CoverageReading, share: number | null): number | null {
  if (reading === 'SERVICE_POINT' && share !== null) {
    throw new BadUserInputError(
      'input.minimumShare',
      'the reading SERVICE_POINT takes no share; leave it out, or read RESIDENTS or AREA.',
    );
  }
  if (reading !== 'SERVICE_POINT' && share === null) {
    throw new BadUserInputError(
      'input.minimumShare',
      `the reading ${reading} needs the share that is enough, such as 0.9 for 90 %.`,
    );
  }
  return share;
}
