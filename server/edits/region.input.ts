import { Field, ID, InputType } from 'type-graphql';
import { RegionLevel } from '../../db/entities/region.ts';
import { levelOfCode } from '../regions/region-code.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { localId } from '../shared/ids.ts';
import { parseText } from '../shared/text.ts';

const CODE = /^[0-9]{2,12}$/;

@InputType({
  description: 'A new region. Boundaries come by files; until then it has that of its communities.',
})
export class CreateRegionInput {
  @Field(() => String, {
    description: 'Statistical code, 2 to 12 digits, such as 230102 (GB/T 2260) or 230102001000.',
  })
  code!: string;

  @Field(() => String, { description: 'Name as published.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Name in simplified characters.' })
  nameSimplified?: string | null;

  @Field(() => String, { nullable: true, description: 'Name in English.' })
  nameEn?: string | null;

  @Field(() => RegionLevel, {
    nullable: true,
    description:
      'Level; that of the code (4, 6 or 9 digits without the zeros behind) unless given.',
  })
  level?: RegionLevel | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of the region above; unless given, the lowest one with whose code its own begins.',
  })
  parent?: string | null;
}

@InputType({ description: 'What is put right about a region; what is left out stays.' })
export class UpdateRegionInput {
  @Field(() => ID, { description: 'The region.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Name as published.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name in simplified characters; an empty text takes it away.',
  })
  nameSimplified?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name in English; an empty text takes it away.',
  })
  nameEn?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the region above.' })
  parent?: string | null;
}

/** A checked {@link CreateRegionInput}; its parent may still not exist. */
export interface NewRegion extends RegionNames {
  readonly code: string;
  readonly name: string;
  readonly level: RegionLevel;
  readonly parent: string | null;
}

/** Names that are to be written; null takes one away, undefined leaves it. */
export interface RegionNames {
  readonly name?: string | undefined;
  readonly nameSimplified?: string | null | undefined;
  readonly nameEn?: string | null | undefined;
}

/** Checks a new region. @throws BAD_USER_INPUT naming the field */
export function parseNewRegion(input: CreateRegionInput): NewRegion {
  const code = input.code.normalize('NFKC').trim();
  if (!CODE.test(code)) throw new BadUserInputError('input.code', 'must have 2 to 12 digits.');
  const level = input.level ?? levelOfCode(code);
  if (!level) {
    throw new BadUserInputError(
      'input.level',
      'cannot be told by the code; give CITY, COUNTY or STREET.',
    );
  }
  const { nameSimplified = null, nameEn = null } = parseRegionNames(input);
  const name = parseText(input.name, 'input.name').trim();
  return { code, name, nameSimplified, nameEn, level, parent: input.parent ?? null };
}

/** Checks the names of a region. @throws BAD_USER_INPUT naming the field */
export function parseRegionNames(input: Omit<UpdateRegionInput, 'id'>): RegionNames {
  const { name, nameSimplified, nameEn } = input;
  return {
    name: name == null ? undefined : parseText(name, 'input.name').trim(),
    nameSimplified:
      nameSimplified == null ? undefined : parseRemovable(nameSimplified, 'input.nameSimplified'),
    nameEn: nameEn == null ? undefined : parseRemovable(nameEn, 'input.nameEn'),
  };
}

/** The database id of a region. @throws BAD_USER_INPUT */
export function parseRegionId(id: string): number {
  return localId('region', id, 'input.id');
}

/** An empty text takes a name away. */
function parseRemovable(value: string, field: string): string | null {
  return value.trim() === '' ? null : parseText(value, field).trim();
}
