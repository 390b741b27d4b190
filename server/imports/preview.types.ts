import type { Geometry, Position } from 'geojson';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { RegionLevel } from '../../db/entities/region.ts';
import { PositionScalar } from '../shared/scalars.ts';
import { ImportField } from './staged/fields.ts';
import { type Issue, IssueCode, IssueFix, IssueSeverity } from './staged/issues.ts';

/** What becomes of a row. */
export const ImportAction = {
  CREATE: 'CREATE',
  UPDATE: 'UPDATE',
  SAME: 'SAME',
  SKIP: 'SKIP',
} as const;
export type ImportAction = keyof typeof ImportAction;
registerEnumType(ImportAction, {
  name: 'ImportAction',
  description: 'What becomes of a row.',
  valuesConfig: {
    CREATE: { description: 'It is new.' },
    UPDATE: { description: 'It is there already, and differs.' },
    SAME: { description: 'It is there already, just so.' },
    SKIP: { description: 'It has errors and is left out.' },
  },
});

/** How a matched row was found. */
const MatchedBy = { CODE: 'CODE', NAME: 'NAME' } as const;
registerEnumType(MatchedBy, {
  name: 'ImportMatch',
  description: 'How it was found that a row is a feature that is there.',
  valuesConfig: {
    CODE: { description: 'By its code.' },
    NAME: { description: 'By its name, and by where it lies.' },
  },
});

@ObjectType({ description: 'Regions of one level that an import of communities would make.' })
export class ImportNewRegions {
  @Field(() => RegionLevel, { description: 'Their level.' })
  readonly level!: RegionLevel;

  @Field(() => Int, { description: 'How many.' })
  readonly count!: number;

  @Field(() => [String], {
    description:
      'Names of the first five by code. A region of which the file has only the code is called by it.',
  })
  readonly names!: readonly string[];
}

@ObjectType({ description: 'How often something is wrong.' })
export class ImportIssueCount {
  @Field(() => IssueCode, { description: 'What is wrong.' })
  readonly code!: IssueCode;

  @Field(() => IssueSeverity, { description: 'How bad that is.' })
  readonly severity!: IssueSeverity;

  @Field(() => Int, { description: 'How often.' })
  readonly count!: number;
}

@ObjectType({ description: 'Something wrong with a row of a file.' })
export class ImportIssue implements Issue {
  @Field(() => Int, {
    nullable: true,
    description:
      'Row: the line in a text file with one feature a line, else which feature it is, from 1. Null for the file as a whole.',
  })
  readonly row!: number | null;

  @Field(() => IssueCode, { description: 'What is wrong.' })
  readonly code!: IssueCode;

  @Field(() => IssueSeverity, { description: 'How bad that is.' })
  readonly severity!: IssueSeverity;

  @Field(() => ImportField, { nullable: true, description: 'The field that it is about.' })
  readonly field!: ImportField | null;

  @Field(() => String, { nullable: true, description: 'What the file says there.' })
  readonly value!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it should be, or what it collides with; as text.',
  })
  readonly detail!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Meters, square meters or the number of another row, as the code has it.',
  })
  readonly figure!: number | null;

  @Field(() => String, { description: 'What is wrong, in an English sentence.' })
  readonly message!: string;

  @Field(() => IssueFix, { description: 'What may put it right.' })
  readonly suggestedFix!: IssueFix;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Where the row lies; null when it has no place.',
  })
  readonly location!: Position | null;
}

@ObjectType({ description: 'A row of a file, as it would be imported.' })
export class ImportFeature {
  @Field(() => Int, { description: 'Row, as in issues.' })
  readonly row!: number;

  @Field(() => String, { nullable: true, description: 'Code.' })
  readonly code!: string | null;

  @Field(() => String, { nullable: true, description: 'Name.' })
  readonly name!: string | null;

  @Field(() => ImportAction, { description: 'What becomes of it.' })
  readonly action!: ImportAction;

  @Field(() => MatchedBy, {
    nullable: true,
    description: 'How it was found that it is there already; null for new ones.',
  })
  readonly matchedBy!: keyof typeof MatchedBy | null;

  @Field(() => Boolean, { description: 'Whether something is wrong with it.' })
  readonly hasIssues!: boolean;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'Where it would lie: GeoJSON, degrees on WGS 84. It may be invalid, which is then an issue.',
  })
  readonly geometry!: Geometry | null;
}
