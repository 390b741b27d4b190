import { Field, InputType } from 'type-graphql';
import { parseCode, parseOptionalText, parseText } from '../shared/text.ts';

@InputType({ description: 'A kind of facility to create.' })
export class CreateFacilityKindInput {
  @Field(() => String, {
    description: 'Code, unique: a–z, 0–9 and `-`, at most 40 characters, such as `primary-school`.',
  })
  code!: string;

  @Field(() => String, { description: 'Name in Chinese, at most 200 characters.' })
  name!: string;

  @Field(() => String, { description: 'Name in English, at most 200 characters.' })
  nameEn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What counts as this kind, at most 200 characters.',
  })
  description?: string | null;
}

/** A validated {@link CreateFacilityKindInput}. */
export interface NewKind {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly description: string | null;
}

/** Checks a kind to create. @throws BAD_USER_INPUT naming the field */
export function parseNewKind(input: CreateFacilityKindInput): NewKind {
  return {
    code: parseCode(input.code, 'input.code'),
    name: parseText(input.name, 'input.name').trim(),
    nameEn: parseText(input.nameEn, 'input.nameEn').trim(),
    description: parseOptionalText(input.description, 'input.description'),
  };
}
