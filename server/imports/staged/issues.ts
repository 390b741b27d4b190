import { registerEnumType } from 'type-graphql';
import type { ImportField } from './fields.ts';

/** What can be wrong with a row of a file. */
export const IssueCode = {
  MISSING_VALUE: 'MISSING_VALUE',
  BAD_VALUE: 'BAD_VALUE',
  OUT_OF_RANGE: 'OUT_OF_RANGE',
  BAD_GEOMETRY: 'BAD_GEOMETRY',
  WRONG_GEOMETRY: 'WRONG_GEOMETRY',
  MISSING_GEOMETRY: 'MISSING_GEOMETRY',
  BAD_COORDINATES: 'BAD_COORDINATES',
  SWAPPED_AXES: 'SWAPPED_AXES',
  REFUSED_SYSTEM: 'REFUSED_SYSTEM',
  WRONG_SYSTEM: 'WRONG_SYSTEM',
  INVALID_POLYGON: 'INVALID_POLYGON',
  OVERLAP: 'OVERLAP',
  OUTSIDE_COMMUNITY: 'OUTSIDE_COMMUNITY',
  FAR_AWAY: 'FAR_AWAY',
  UNKNOWN_KIND: 'UNKNOWN_KIND',
  UNKNOWN_COMMUNITY: 'UNKNOWN_COMMUNITY',
  UNKNOWN_REGION: 'UNKNOWN_REGION',
  DUPLICATE_IN_FILE: 'DUPLICATE_IN_FILE',
  DUPLICATE_OF_EXISTING: 'DUPLICATE_OF_EXISTING',
  RETIRED: 'RETIRED',
  SAME_NAME_ELSEWHERE: 'SAME_NAME_ELSEWHERE',
  AREA_CHANGES: 'AREA_CHANGES',
  SHIFTED: 'SHIFTED',
  MOSTLY_OUTSIDE: 'MOSTLY_OUTSIDE',
  TITLE_LINES: 'TITLE_LINES',
  SHORT_ROW: 'SHORT_ROW',
} as const;
export type IssueCode = keyof typeof IssueCode;
registerEnumType(IssueCode, {
  name: 'ImportIssueCode',
  description: 'What can be wrong with a row of a file.',
  valuesConfig: {
    MISSING_VALUE: { description: 'A new one needs a value here.' },
    BAD_VALUE: { description: 'The value cannot be read as what the column means.' },
    OUT_OF_RANGE: { description: 'The number is larger or smaller than it can be.' },
    BAD_GEOMETRY: { description: 'The geometry cannot be read.' },
    WRONG_GEOMETRY: { description: 'Another type of geometry than is needed.' },
    MISSING_GEOMETRY: { description: 'A new one needs a place.' },
    BAD_COORDINATES: {
      description: 'The coordinates cannot be of the reference system that was chosen.',
    },
    SWAPPED_AXES: { description: 'Longitude and latitude are the wrong way round.' },
    REFUSED_SYSTEM: {
      description:
        'The file declares a reference system by which it cannot be read: `detail` is a `SystemRefusal`, or `CONTRADICTED` where its coordinates cannot be of that system. Nothing is imported before one is chosen.',
    },
    WRONG_SYSTEM: { description: 'The places fit much better in another reference system.' },
    INVALID_POLYGON: {
      description: 'The polygon crosses itself or the like: an error unless repairs are accepted.',
    },
    OVERLAP: { description: 'It overlaps another one, of the file or of the hub.' },
    OUTSIDE_COMMUNITY: {
      description: 'It lies outside the community that it names, or outside of all.',
    },
    FAR_AWAY: { description: 'It lies far from all communities.' },
    UNKNOWN_KIND: { description: 'There is no such kind of facility, or more than one.' },
    UNKNOWN_COMMUNITY: { description: 'There is no such community, or more than one.' },
    UNKNOWN_REGION: { description: 'There is no such region, or more than one.' },
    DUPLICATE_IN_FILE: { description: 'An earlier row of the file is the same.' },
    DUPLICATE_OF_EXISTING: {
      description: 'One of the same kind stands within 10 m already, under another name.',
    },
    RETIRED: { description: 'It was retired here by somebody; the file still has it.' },
    SAME_NAME_ELSEWHERE: {
      description:
        'One of the same kind and name stands elsewhere: `figure` meters away, at `detail`.',
    },
    TITLE_LINES: {
      description: 'The lines above `figure` were taken for titles: the header is read from there.',
    },
    SHORT_ROW: {
      description:
        'The row has fewer cells than the header: what stands in one may belong to another.',
    },
    AREA_CHANGES: {
      description:
        'The boundary on record would keep less than half of its area, or become more than twice as large: `figure` is new ÷ old.',
    },
    SHIFTED: {
      description:
        'The rows lie outside the communities that they name, and inside if all were moved by `figure` meters towards `detail` degrees from north: the file is probably in another reference system.',
    },
    MOSTLY_OUTSIDE: {
      description:
        'Most of its rows lie outside of the city: `detail` says how many of how many. Committing it takes a confirmation of its own.',
    },
  },
});

/** Whether a row can be imported in spite of it. */
export const IssueSeverity = { ERROR: 'ERROR', WARNING: 'WARNING' } as const;
export type IssueSeverity = keyof typeof IssueSeverity;
registerEnumType(IssueSeverity, {
  name: 'ImportIssueSeverity',
  description: 'Whether a row can be imported in spite of it.',
  valuesConfig: {
    ERROR: { description: 'It cannot: it is left out, or nothing is imported.' },
    WARNING: { description: 'It can; look at it.' },
  },
});

/** What may put an issue right. */
export const IssueFix = {
  CORRECT_FILE: 'CORRECT_FILE',
  CHANGE_MAPPING: 'CHANGE_MAPPING',
  CHOOSE_SYSTEM: 'CHOOSE_SYSTEM',
  SWAP_AXES: 'SWAP_AXES',
  ACCEPT_REPAIRS: 'ACCEPT_REPAIRS',
  RESTORE_FIRST: 'RESTORE_FIRST',
  LOOK: 'LOOK',
} as const;
export type IssueFix = keyof typeof IssueFix;
registerEnumType(IssueFix, {
  name: 'ImportIssueFix',
  description: 'What may put an issue right.',
  valuesConfig: {
    CORRECT_FILE: { description: 'Correct the row in the file, and bring the file again.' },
    CHANGE_MAPPING: { description: 'Say what the columns mean, or give one value for all rows.' },
    CHOOSE_SYSTEM: { description: 'Choose another reference system.' },
    SWAP_AXES: { description: 'Read longitude and latitude the other way round.' },
    ACCEPT_REPAIRS: { description: 'Accept that invalid polygons are repaired.' },
    RESTORE_FIRST: { description: 'Put it back into service on the map first, if that is right.' },
    LOOK: { description: 'Look at the place on the map.' },
  },
});

/** Something wrong with a row, as it is stored. */
export interface Issue {
  /** Null for what concerns the whole file. */
  readonly row: number | null;
  readonly code: IssueCode;
  readonly severity: IssueSeverity;
  readonly field: ImportField | null;
  /** The value in the file, shortened where it is long. */
  readonly value: string | null;
  /** What it should be, or what it collides with. */
  readonly detail: string | null;
  /** Meters, square meters or the number of a row, as the code has it. */
  readonly figure: number | null;
}

/** Issues of a whole file that take a confirmation of their own before it is committed. */
export const WHOLE_FILE_DOUBTS: readonly IssueCode[] = ['MOSTLY_OUTSIDE', 'SHIFTED'];
