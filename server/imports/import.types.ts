import type { Geometry } from 'geojson';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ImportField, ImportTarget } from './fields.ts';
import { IssueCode, IssueSeverity } from './issues.ts';
import type { GuessReason } from './system-guess.ts';

registerEnumType(ImportTarget, {
  name: 'ImportTarget',
  description: 'What a file is imported as.',
  valuesConfig: {
    COMMUNITIES: { description: 'Communities with their boundaries and figures.' },
    FACILITIES: { description: 'Facilities.' },
    GRIDS: { description: 'Grids.' },
    RESIDENT_CELLS: { description: 'Resident cells: points with the number who live there.' },
    INDICATORS: { description: 'Figures of communities that are there: residents, households.' },
  },
});

registerEnumType(ImportField, {
  name: 'ImportField',
  description: 'What a column of a file means.',
  valuesConfig: {
    CODE: { description: 'Code of the feature.' },
    NAME: { description: 'Name.' },
    NAME_EN: { description: 'Name in English.' },
    KIND: { description: 'Kind of facility: its code or its name.' },
    COMMUNITY: { description: 'Community that it belongs to: its code or its name.' },
    REGION: { description: 'Region that the community lies in: its code or its name.' },
    ADDRESS: { description: 'Address.' },
    OPENING: { description: 'When it is open, in words.' },
    NOTE: { description: 'A note; no data of persons.' },
    RESIDENTS: { description: 'Residents, persons.' },
    HOUSEHOLDS: { description: 'Households.' },
    POPULATION_DATE: { description: 'Month that residents and households refer to.' },
    STATUS: { description: 'Whether a grid is proposed or in force.' },
    MODELLED: { description: 'Whether the figure of a cell is spread evenly.' },
    ATTRIBUTE: { description: 'A further attribute of a facility, under the name of the column.' },
    LONGITUDE: { description: 'Longitude or easting.' },
    LATITUDE: { description: 'Latitude or northing.' },
    GEOMETRY: { description: 'Geometry as WKT, GeoJSON or hexadecimal WKB.' },
  },
});

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

/** Why a reference system is proposed. */
const Reason = {
  DECLARED: 'DECLARED',
  PLACES: 'PLACES',
  RANGE: 'RANGE',
  NONE: 'NONE',
} as const satisfies Record<GuessReason, GuessReason>;
registerEnumType(Reason, {
  name: 'SystemGuessReason',
  description: 'Why a reference system is proposed.',
  valuesConfig: {
    DECLARED: { description: 'The file says so.' },
    PLACES: { description: 'The places then fit what the hub knows; otherwise they do not.' },
    RANGE: { description: 'The numbers can be of this system; nothing more is known.' },
    NONE: { description: 'Nothing speaks for any system.' },
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

const Phase = {
  WAITING: 'WAITING',
  READING: 'READING',
  CHECKING: 'CHECKING',
  COMMITTING: 'COMMITTING',
  UNDOING: 'UNDOING',
} as const;
registerEnumType(Phase, {
  name: 'ImportPhase',
  description: 'What is being done with an import.',
  valuesConfig: {
    WAITING: { description: 'Other files are being read first.' },
    READING: { description: 'Rows are read.' },
    CHECKING: { description: 'All rows are matched and checked.' },
    COMMITTING: { description: 'It is being committed.' },
    UNDOING: { description: 'It is being undone.' },
  },
});

@ObjectType({ description: 'How far work on an import has come.' })
export class ImportProgress {
  @Field(() => Phase, { description: 'What is being done.' })
  phase!: keyof typeof Phase;

  @Field(() => Int, { description: 'Rows, or steps of the checks, that are done.' })
  done!: number;

  @Field(() => Int, { nullable: true, description: 'How many there are; null when nobody knows.' })
  total!: number | null;
}

@ObjectType({ description: 'What a field is filled from.' })
export class ImportMapping {
  @Field(() => ImportField, { description: 'The field.' })
  field!: ImportField;

  @Field(() => String, { nullable: true, description: 'Column of the file.' })
  column!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Instead of a column: one value for all rows.',
  })
  value!: string | null;
}

@ObjectType({ description: 'How well places fit what the hub knows, if read by a system.' })
export class SystemFit {
  @Field(() => String, { description: 'The reference system.' })
  system!: string;

  @Field(() => Int, { description: 'Rows that fit.' })
  hits!: number;

  @Field(() => Int, { description: 'Rows that could be tried.' })
  of!: number;
}

@ObjectType({ description: 'The reference system that a file most likely has, and why.' })
export class SystemGuessInfo {
  @Field(() => String, { description: 'The system.' })
  system!: string;

  @Field(() => Boolean, { description: 'Whether latitude or northing seems to come first.' })
  swapAxes!: boolean;

  @Field(() => Reason, { description: 'Why.' })
  reason!: GuessReason;

  @Field(() => String, { nullable: true, description: 'What the file says, in its own words.' })
  declaredText!: string | null;

  @Field(() => [SystemFit], { description: 'How the places fit, where that could be tried.' })
  fits!: SystemFit[];
}

@ObjectType({ description: 'Why a file could not be read.' })
export class ImportProblemInfo {
  @Field(() => String, { description: 'Code, such as `BAD_SYNTAX` or `UNKNOWN_FORMAT`.' })
  code!: string;

  @Field(() => Int, { nullable: true, description: 'Row; null for the file as a whole.' })
  row!: number | null;

  @Field(() => String, { description: 'What is wrong, and what to do.' })
  message!: string;
}

@ObjectType({ description: 'Rows by what becomes of them.' })
export class ImportCountsInfo {
  @Field(() => Int, { description: 'New ones.' })
  create!: number;

  @Field(() => Int, { description: 'Such as are there and differ.' })
  update!: number;

  @Field(() => Int, { description: 'Such as are there, just so.' })
  same!: number;

  @Field(() => Int, { description: 'Such as are left out.' })
  skip!: number;

  @Field(() => Int, { description: 'Rows with errors.' })
  errors!: number;

  @Field(() => Int, { description: 'Rows with warnings.' })
  warnings!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Features that an undo left as they were, because they were changed since.',
  })
  left?: number;
}

@ObjectType({ description: 'How often something is wrong.' })
export class ImportIssueCount {
  @Field(() => IssueCode, { description: 'What is wrong.' })
  code!: IssueCode;

  @Field(() => IssueSeverity, { description: 'How bad that is.' })
  severity!: IssueSeverity;

  @Field(() => Int, { description: 'How often.' })
  count!: number;
}

@ObjectType({ description: 'Something wrong with a row of a file.' })
export class ImportIssue {
  id!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Row: the line in a text file with one feature a line, else which feature it is, from 1. Null for the file as a whole.',
  })
  row!: number | null;

  @Field(() => IssueCode, { description: 'What is wrong.' })
  code!: IssueCode;

  @Field(() => IssueSeverity, { description: 'How bad that is.' })
  severity!: IssueSeverity;

  @Field(() => ImportField, { nullable: true, description: 'The field that it is about.' })
  field!: ImportField | null;

  @Field(() => String, { nullable: true, description: 'What the file says there.' })
  value!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it should be, or what it collides with; as text.',
  })
  detail!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Meters, square meters or the number of another row, as the code has it.',
  })
  figure!: number | null;
}

@ObjectType({ description: 'A row of a file, as it would be imported.' })
export class ImportFeature {
  @Field(() => Int, { description: 'Row, as in issues.' })
  row!: number;

  @Field(() => String, { nullable: true, description: 'Code.' })
  code!: string | null;

  @Field(() => String, { nullable: true, description: 'Name.' })
  name!: string | null;

  @Field(() => ImportAction, { description: 'What becomes of it.' })
  action!: ImportAction;

  @Field(() => MatchedBy, {
    nullable: true,
    description: 'How it was found that it is there already; null for new ones.',
  })
  matchedBy!: keyof typeof MatchedBy | null;

  @Field(() => Boolean, { description: 'Whether something is wrong with it.' })
  hasIssues!: boolean;

  geometry!: Geometry | null;
}

@ObjectType({ description: 'Where data come from: the file that they were imported from.' })
export class DataOrigin {
  @Field(() => String, { description: 'Name of the file.' })
  fileName!: string;

  @Field(() => String, { description: 'Reference system that its coordinates had.' })
  system!: string;

  @Field(() => Float, {
    description: 'How far a place may be off by converting it to WGS 84, at most, in meters.',
  })
  statedErrorMeters!: number;

  @Field(() => Date, { description: 'When it was imported.' })
  importedAt!: string;
}
