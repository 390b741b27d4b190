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
    WRONG_SYSTEM: { description: 'The places fit much better in another reference system.' },
    INVALID_POLYGON: {
      description: 'The polygon crosses itself or the like: an error unless repairs are accepted.',
    },
    OVERLAP: { description: 'It overlaps another one, of the file or of the hub.' },
    OUTSIDE_COMMUNITY: { description: 'It lies outside the community that it names.' },
    FAR_AWAY: { description: 'It lies far from all communities.' },
    UNKNOWN_KIND: { description: 'There is no such kind of facility, or more than one.' },
    UNKNOWN_COMMUNITY: { description: 'There is no such community, or more than one.' },
    UNKNOWN_REGION: { description: 'There is no such region, or more than one.' },
    DUPLICATE_IN_FILE: { description: 'An earlier row of the file is the same.' },
    DUPLICATE_OF_EXISTING: {
      description: 'One of the same kind stands within 10 m already, under another name.',
    },
    RETIRED: { description: 'It was retired here by somebody; the file still has it.' },
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

/** What is wrong with a row, as it is kept. */
export interface Issue {
  /** Null for what concerns the whole file. */
  readonly row: number | null;
  readonly code: IssueCode;
  readonly severity: IssueSeverity;
  readonly field: ImportField | null;
  /** What the file says, cut where it is long. */
  readonly value: string | null;
  /** What it should be, or what it collides with. */
  readonly detail: string | null;
  /** Meters, square meters or the number of a row, as the code has it. */
  readonly figure: number | null;
}

const FIXES: Partial<Record<IssueCode, IssueFix>> = {
  MISSING_VALUE: 'CHANGE_MAPPING',
  UNKNOWN_KIND: 'CHANGE_MAPPING',
  WRONG_SYSTEM: 'CHOOSE_SYSTEM',
  BAD_COORDINATES: 'CHOOSE_SYSTEM',
  FAR_AWAY: 'CHOOSE_SYSTEM',
  SWAPPED_AXES: 'SWAP_AXES',
  RETIRED: 'RESTORE_FIRST',
  OVERLAP: 'LOOK',
  OUTSIDE_COMMUNITY: 'LOOK',
  DUPLICATE_OF_EXISTING: 'LOOK',
};

/** What may put the issue right. */
export function fixOf({ code, severity }: Pick<Issue, 'code' | 'severity'>): IssueFix {
  if (code === 'INVALID_POLYGON') return severity === 'ERROR' ? 'ACCEPT_REPAIRS' : 'LOOK';
  return FIXES[code] ?? 'CORRECT_FILE';
}

/** The issue in an English sentence, with the remedy where the code alone does not say it. */
export function messageOf({ code, severity, value, detail, figure }: Issue): string {
  const said = value === null ? 'the value' : JSON.stringify(value);
  const far = `${Math.round(figure ?? 0)} m`;
  switch (code) {
    case 'MISSING_VALUE':
      return 'A new one needs a value here; name the column, or give one value for all rows.';
    case 'BAD_VALUE':
      return `${said} is not ${detail ?? 'a value that can be read'}.`;
    case 'OUT_OF_RANGE':
      return `${said} is out of range: ${detail}.`;
    case 'BAD_GEOMETRY':
      return detail ?? 'The geometry cannot be read.';
    case 'WRONG_GEOMETRY':
      return `The geometry is a ${value}; ${detail} is needed.`;
    case 'MISSING_GEOMETRY':
      return 'The row has no place, and what is new needs one.';
    case 'BAD_COORDINATES':
      return detail ?? 'The coordinates cannot be of the chosen reference system.';
    case 'SWAPPED_AXES':
      return 'Longitude and latitude are the wrong way round.';
    case 'WRONG_SYSTEM':
      return `The places fit much better as ${detail}: choose it unless you know better.`;
    case 'INVALID_POLYGON':
      return severity === 'ERROR'
        ? `The polygon is not valid: ${detail}. Accept the repair, or correct the file.`
        : `The polygon was repaired (${detail}); its area changes by ${Math.round(figure ?? 0)} m².`;
    case 'OVERLAP':
      return `It overlaps ${detail} by ${Math.round(figure ?? 0)} m².`;
    case 'OUTSIDE_COMMUNITY':
      return `It lies ${far} outside ${detail}.`;
    case 'FAR_AWAY':
      return `It lies ${far} from the nearest community.`;
    case 'UNKNOWN_KIND':
      return `There is no kind of facility ${said}${detail ? `; there are: ${detail}` : ''}.`;
    case 'UNKNOWN_COMMUNITY':
      return detail
        ? `${detail} communities are called ${said}; give the code.`
        : `There is no community ${said}.`;
    case 'UNKNOWN_REGION':
      return detail
        ? `${detail} regions are called ${said}; give the code.`
        : `There is no region ${said}.`;
    case 'DUPLICATE_IN_FILE':
      return `Row ${figure} of the file is the same.`;
    case 'DUPLICATE_OF_EXISTING':
      return `${detail} of the same kind stands ${far} away already.`;
    case 'RETIRED':
      return `${detail} was retired here; the file still has it.`;
  }
}
