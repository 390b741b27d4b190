import type { Issue, IssueCode, IssueFix } from './issues.ts';

const FIXES: Partial<Record<IssueCode, IssueFix>> = {
  MISSING_VALUE: 'CHANGE_MAPPING',
  UNKNOWN_KIND: 'CHANGE_MAPPING',
  REFUSED_SYSTEM: 'CHOOSE_SYSTEM',
  WRONG_SYSTEM: 'CHOOSE_SYSTEM',
  BAD_COORDINATES: 'CHOOSE_SYSTEM',
  FAR_AWAY: 'CHOOSE_SYSTEM',
  SWAPPED_AXES: 'SWAP_AXES',
  RETIRED: 'RESTORE_FIRST',
  OVERLAP: 'LOOK',
  OUTSIDE_COMMUNITY: 'LOOK',
  DUPLICATE_OF_EXISTING: 'LOOK',
  SAME_NAME_ELSEWHERE: 'LOOK',
  AREA_CHANGES: 'LOOK',
  SHIFTED: 'CHOOSE_SYSTEM',
  MOSTLY_OUTSIDE: 'CHOOSE_SYSTEM',
};

/** What may put the issue right. */
export function fixOf({ code, severity }: Pick<Issue, 'code' | 'severity'>): IssueFix {
  if (code === 'INVALID_POLYGON') return severity === 'ERROR' ? 'ACCEPT_REPAIRS' : 'LOOK';
  return FIXES[code] ?? 'CORRECT_FILE';
}

/** Why a declared system is not taken, and what to do. */
const REFUSALS: Readonly<Record<string, string>> = {
  UNKNOWN: 'there is no such number; correct the file, or choose the system in which it really is.',
  NO_POSITIONS:
    'that is no system of longitudes and latitudes, or of eastings and northings; export the file in another one.',
  NO_PARAMETERS:
    'nobody has published how that lies on WGS 84; have the file converted to CGCS2000 by your surveying office, which has the parameters.',
  NOT_EXACT:
    'that cannot be converted exactly here; convert the file to WGS 84 in the program that wrote it.',
  WORDS: 'that is not understood; choose the system in which they are.',
  CONTRADICTED:
    'they cannot be; correct the declaration, or choose the system in which they really are.',
};

/** The issue in an English sentence, with the remedy where the code alone does not say it. */
export function messageOf({ code, severity, value, detail, figure }: Issue): string {
  const shown = value === null ? 'the value' : JSON.stringify(value);
  const far = `${Math.round(figure ?? 0)} m`;
  switch (code) {
    case 'MISSING_VALUE':
      return 'A new one needs a value here; name the column, or give one value for all rows.';
    case 'BAD_VALUE':
      return `${shown} is not ${detail ?? 'a value that can be read'}.`;
    case 'OUT_OF_RANGE':
      return `${shown} is out of range: ${detail}.`;
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
    case 'REFUSED_SYSTEM':
      return `The file says that its coordinates are in ${shown}: ${REFUSALS[detail ?? ''] ?? REFUSALS['WORDS']}`;
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
      return `There is no kind of facility ${shown}${detail ? `; there are: ${detail}` : ''}.`;
    case 'UNKNOWN_COMMUNITY':
      if (value === null) return 'The row names no community: neither by code nor by name.';
      return detail
        ? `${figure ?? 'Several'} communities are called ${shown}; give the code: ${detail}.`
        : `There is no community ${shown}.`;
    case 'UNKNOWN_REGION':
      return detail
        ? `${figure ?? 'Several'} regions are called ${shown}; give the code: ${detail}.`
        : `There is no region ${shown}.`;
    case 'DUPLICATE_IN_FILE':
      return `Row ${figure} of the file is the same.`;
    case 'DUPLICATE_OF_EXISTING':
      return `${detail} of the same kind stands ${far} away already.`;
    case 'RETIRED':
      return `${detail} was retired here; the file still has it.`;
    case 'SAME_NAME_ELSEWHERE':
      return `One of the same kind and name stands ${far} away (${detail}).`;
    case 'TITLE_LINES':
      return `The lines above line ${figure} are taken for titles; correct the file if they are not.`;
    case 'SHORT_ROW':
      return 'The row has fewer cells than the header; see whether each value stands in its column.';
    case 'AREA_CHANGES':
      return `Its boundary would have ${Math.round(100 * (figure ?? 0))} % of its area.`;
    case 'SHIFTED':
      return `The rows lie outside the communities that they name; moved by ${far} towards ${detail}° from north they lie inside. Choose the reference system in which they really are.`;
    case 'MOSTLY_OUTSIDE':
      return `${detail} of its rows lie outside of the city; choose another reference system, or confirm that they belong here.`;
  }
}
