import type { SourceFeature } from '../../formats/feature-source.ts';
import { levelOfCode, levelOfName } from '../../regions/region-code.ts';
import {
  IMPORT_FIELDS,
  type ImportField,
  type ImportTarget,
  type ImportValues,
  PLACE_FIELDS,
} from '../staged/fields.ts';
import type { Issue } from '../staged/issues.ts';
import type { ImportSettings } from '../staged/settings.ts';
import type { StagedRow } from '../staged/staged-row.ts';
import { type RowGeometry, readGeometry } from './row-geometry.ts';
import { rowError, toStorable } from './row-issue.ts';
import {
  isNoValue,
  isShortened,
  type Parsed,
  parseCount,
  parseFormedCode,
  parseLevel,
  parseMonth,
  parseStatus,
  parseStoredText,
  parseYesNo,
  textOf,
} from './values.ts';

/** Fields that hold codes: long ones lose digits when a program has stored them as numbers. */
const CODES: ReadonlySet<ImportField> = new Set(['CODE', 'COMMUNITY', 'REGION', 'COUNTY', 'CITY']);
/** Fields whose texts are not stored, only looked up. */
const COMPARED: ReadonlySet<ImportField> = new Set([
  'KIND',
  'COMMUNITY',
  'REGION',
  'COUNTY',
  'CITY',
]);
const MAX_NOTE_LENGTH = 1_000;
const MAX_ATTRIBUTES_LENGTH = 10_000;
const STATISTICAL_CODE = /^[0-9]{2,12}$/;
const GRID_CODE = /^[0-9]{15,20}$/;

const PARSERS: Readonly<Record<ImportValues, (text: string) => Parsed<string | number | boolean>>> =
  {
    text: parseStoredText,
    count: parseCount,
    month: parseMonth,
    status: parseStatus,
    yesNo: parseYesNo,
    level: parseLevel,
  };

type Values = Record<string, string | number | boolean>;

/** Makes the function that turns features of a file into rows of the staging table, by the given settings. */
export function rowReader(settings: ImportSettings): (feature: SourceFeature) => StagedRow {
  const { target, mapping } = settings;
  const fields = mapping.filter(
    ({ field }) => field !== 'ATTRIBUTE' && !PLACE_FIELDS.includes(field),
  );
  const attributeColumns = mapping
    .filter(({ field }) => field === 'ATTRIBUTE')
    .map(({ column }) => column as string);
  let srid: number | undefined;
  return (feature) => {
    const { row } = feature;
    srid ??= feature.srid;
    const issues: Issue[] = [];
    const values = readFields(feature, target, fields, issues);
    const attributes = readAttributes(feature, attributeColumns);
    if (JSON.stringify(attributes ?? {}).length > MAX_ATTRIBUTES_LENGTH) {
      issues.push(rowError(row, 'BAD_VALUE', 'ATTRIBUTE', null, 'attributes of at most 10 kB'));
    }
    const read =
      feature.srid === srid || feature.geometry === null
        ? readPlace(feature, settings)
        : { issue: rowError(row, 'BAD_COORDINATES', 'GEOMETRY', null, otherSrid(feature, srid)) };
    if ('issue' in read) issues.push(read.issue);
    const geometry = 'geometry' in read ? read.geometry : null;
    if (feature.isShort) issues.push(shortRow(row));
    if (target === 'RESIDENT_CELLS' && values['code'] === undefined && geometry?.type === 'Point') {
      values['code'] = codeOfPlace(geometry.coordinates);
    }
    if (target === 'REGIONS') addLevel(values);
    return { row, values, attributes, geometry, issues };
  };
}

/** The place of a row; none as long as no system is chosen to read it by. */
function readPlace(
  feature: SourceFeature,
  { target, system, swapAxes }: ImportSettings,
): RowGeometry {
  return system === null ? { geometry: null } : readGeometry(feature, target, { system, swapAxes });
}

function otherSrid({ srid }: SourceFeature, first: number | undefined): string {
  return `The geometry says SRID=${srid ?? 0} where others say ${first}; give all in one system.`;
}

function readFields(
  { row, properties }: SourceFeature,
  target: ImportTarget,
  fields: ImportSettings['mapping'],
  issues: Issue[],
): Values {
  const values: Values = {};
  for (const { field, column, value } of fields) {
    const text = column === null ? value : textOf(properties[column]);
    if (text === null || (column !== null && isNothing(field, text))) continue;
    if (
      column !== null &&
      CODES.has(field) &&
      (isRounded(properties[column]) || isShortened(text))
    ) {
      issues.push(rowError(row, 'BAD_VALUE', field, text, 'a code with all its digits, as text'));
      continue;
    }
    const parsed = parseValue(target, field, text);
    if ('value' in parsed) values[field.toLowerCase()] = parsed.value;
    else issues.push(rowError(row, parsed.issue, field, text, parsed.expected));
  }
  return values;
}

/** Whether a text means that there is no value; where yes or no is wanted, 無 is a no. */
function isNothing(field: ImportField, text: string): boolean {
  return IMPORT_FIELDS[field].values !== 'yesNo' && isNoValue(text);
}

/** Whether a number is so long that its last digits were lost when the file was read. */
function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

function parseValue(
  target: ImportTarget,
  field: ImportField,
  text: string,
): Parsed<string | number | boolean> {
  if (field === 'NOTE') return parseStoredText(text, MAX_NOTE_LENGTH);
  if (field === 'CODE' && (target === 'COMMUNITIES' || target === 'REGIONS')) {
    return parseFormedCode(text, STATISTICAL_CODE, 'a code of 2 to 12 digits');
  }
  if (field === 'CODE' && target === 'GRIDS') {
    return parseFormedCode(text, GRID_CODE, 'a code of 15 to 20 digits');
  }
  const compared = COMPARED.has(field) ? text.normalize('NFKC') : text;
  return PARSERS[IMPORT_FIELDS[field].values ?? 'text'](compared);
}

function readAttributes({ properties }: SourceFeature, columns: readonly string[]): Values | null {
  const entries = columns
    .map((column) => [column, properties[column] ?? null] as const)
    .filter((entry): entry is [string, string | number | boolean] => entry[1] !== null)
    .map(([column, value]) => [column, typeof value === 'string' ? toStorable(value) : value]);
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function shortRow(row: number): Issue {
  const nothing = { field: null, value: null, detail: null, figure: null };
  return { row, code: 'SHORT_ROW', severity: 'WARNING', ...nothing };
}

/** Regions without a level have that of their code, or else of their name. */
function addLevel(values: Values): void {
  const { code, name } = values;
  const level =
    (typeof code === 'string' ? levelOfCode(code) : undefined) ??
    (typeof name === 'string' ? levelOfName(name) : undefined);
  if (level) values['level'] ??= level;
}

/** Cells without a code get one from their place, so that the same file matches the same cells again. */
function codeOfPlace([lon = 0, lat = 0]: readonly number[]): string {
  return `@${lon.toFixed(6)},${lat.toFixed(6)}`;
}
