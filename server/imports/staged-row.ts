import type { Geometry, MultiPolygon, Position } from 'geojson';
import type { SourceFeature } from '../formats/feature-source.ts';
import { MAX_POSITIONS } from '../shared/geo-input.ts';
import { type ImportField, type ImportTarget, PLACE_FIELDS, TARGETS } from './fields.ts';
import type { Issue } from './issues.ts';
import { placeGeometry, placeTrouble } from './place.ts';
import type { ImportSettings } from './settings.ts';
import {
  type Parsed,
  parseCount,
  parseFormedCode,
  parseMonth,
  parseStatus,
  parseWords,
  parseYesNo,
  textOf,
} from './values.ts';

/** A row of a file as it is staged: values of the columns of `import_feature`. */
export interface StagedRow {
  readonly row: number;
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly attributes: Readonly<Record<string, string | number | boolean>> | null;
  /** On WGS 84. */
  readonly geometry: Geometry | null;
  readonly issues: readonly Issue[];
}

const CODES: ReadonlySet<ImportField> = new Set(['CODE', 'COMMUNITY', 'REGION']);
const LONGEST_NOTE = 1_000;
const LONGEST_SHOWN = 100;
const MAX_ATTRIBUTES = 10_000;
const COMMUNITY_CODE = /^[0-9]{2,12}$/;
const GRID_CODE = /^[0-9]{15,20}$/;

/** Makes the function that brings the rows of a file into the form in which they are staged. */
export function rowReader(settings: ImportSettings): (feature: SourceFeature) => StagedRow {
  const { target, mapping } = settings;
  const entries = mapping.filter(
    ({ field }) => field !== 'ATTRIBUTE' && !PLACE_FIELDS.includes(field),
  );
  const attributeColumns = mapping
    .filter(({ field }) => field === 'ATTRIBUTE')
    .map(({ column }) => column as string);
  return (feature) => {
    const issues: Issue[] = [];
    const { row, properties } = feature;
    const values: Record<string, string | number | boolean> = {};
    for (const { field, column, value } of entries) {
      const text = column === null ? value : textOf(properties[column]);
      if (text === null) continue;
      if (column !== null && CODES.has(field) && isRounded(properties[column])) {
        issues.push(error(row, 'BAD_VALUE', field, text, 'a code of more than 15 digits as text'));
        continue;
      }
      const parsed = parseValue(target, field, text);
      if ('value' in parsed) values[field.toLowerCase()] = parsed.value;
      else issues.push(error(row, parsed.trouble, field, text, parsed.wanted));
    }
    const attributes = attributesOf(feature, attributeColumns);
    if (JSON.stringify(attributes ?? {}).length > MAX_ATTRIBUTES) {
      issues.push(error(row, 'BAD_VALUE', 'ATTRIBUTE', null, 'attributes of at most 10 kB'));
    }
    const geometry = TARGETS[target].geometry ? geometryOf(feature, settings, issues) : null;
    if (target === 'RESIDENT_CELLS' && values['code'] === undefined && geometry) {
      values['code'] = codeOfPlace(geometry);
    }
    return { row, values, attributes, geometry, issues };
  };
}

/** Whether a number is so long that its last digits were lost when the file was read. */
function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

function error(
  row: number,
  code: Issue['code'],
  field: ImportField | null,
  value: string | null,
  detail: string | null,
): Issue {
  return {
    row,
    code,
    severity: 'ERROR',
    field,
    value: value && storable(value.slice(0, LONGEST_SHOWN)),
    detail: detail && storable(detail),
    figure: null,
  };
}

function parseValue(
  target: ImportTarget,
  field: ImportField,
  text: string,
): Parsed<string | number | boolean> {
  switch (field) {
    case 'RESIDENTS':
    case 'HOUSEHOLDS':
      return parseCount(text);
    case 'POPULATION_DATE':
      return parseMonth(text);
    case 'STATUS':
      return parseStatus(text);
    case 'MODELLED':
      return parseYesNo(text);
    case 'NOTE':
      return parseWords(text, LONGEST_NOTE);
    case 'CODE':
      if (target === 'COMMUNITIES')
        return parseFormedCode(text, COMMUNITY_CODE, 'a code of 2 to 12 digits');
      if (target === 'GRIDS') return parseFormedCode(text, GRID_CODE, 'a code of 15 to 20 digits');
      return parseWords(text);
    default:
      return parseWords(text);
  }
}

function attributesOf(
  { properties }: SourceFeature,
  columns: readonly string[],
): StagedRow['attributes'] {
  const entries = columns
    .map((column) => [column, properties[column] ?? null] as const)
    .filter((entry): entry is [string, string | number | boolean] => entry[1] !== null)
    .map(([column, value]) => [column, typeof value === 'string' ? storable(value) : value]);
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function storable(text: string): string {
  return text.trim().toWellFormed().replaceAll('\0', '');
}

function geometryOf(
  { row, geometry, trouble }: SourceFeature,
  settings: ImportSettings,
  issues: Issue[],
): Geometry | null {
  if (trouble) {
    issues.push(error(row, 'BAD_GEOMETRY', 'GEOMETRY', null, trouble.message));
    return null;
  }
  if (!geometry) return null;
  const wanted = TARGETS[settings.target].geometry;
  const fitting = wanted === 'POINT' ? asPoint(geometry) : asPolygons(geometry);
  const torn = fitting?.type === 'MultiPolygon' && ringTrouble(fitting);
  if (torn) {
    issues.push(error(row, 'BAD_GEOMETRY', 'GEOMETRY', null, torn));
    return null;
  }
  if (!fitting) {
    const kind = wanted === 'POINT' ? 'a Point' : 'a Polygon or MultiPolygon';
    issues.push(error(row, 'WRONG_GEOMETRY', 'GEOMETRY', geometry.type, kind));
    return null;
  }
  try {
    return placeGeometry(fitting, settings);
  } catch (reason) {
    const { code, detail } = placeTrouble(reason);
    issues.push(error(row, code, 'GEOMETRY', null, detail));
    return null;
  }
}

function asPoint(geometry: Geometry): Geometry | null {
  if (geometry.type === 'MultiPoint' && geometry.coordinates.length === 1) {
    return { type: 'Point', coordinates: geometry.coordinates[0] ?? [] };
  }
  return geometry.type === 'Point' && geometry.coordinates.length >= 2 ? geometry : null;
}

function asPolygons(geometry: Geometry): MultiPolygon | null {
  if (geometry.type === 'Polygon')
    return { type: 'MultiPolygon', coordinates: [geometry.coordinates] };
  return geometry.type === 'MultiPolygon' ? geometry : null;
}

/** What keeps a polygon from being stored at all. */
function ringTrouble({ coordinates }: MultiPolygon): string | null {
  if (coordinates.length === 0 || coordinates.some((rings) => rings.length === 0))
    return 'A polygon has no ring; give at least the outer one.';
  const rings = coordinates.flat();
  if (rings.some((ring) => ring.length < 4)) return 'A ring needs at least four positions.';
  const isOpen = (ring: Position[]): boolean => String(ring[0]) !== String(ring.at(-1));
  if (rings.some(isOpen)) return 'A ring is not closed; repeat its first position.';
  if (rings.reduce((sum, ring) => sum + ring.length, 0) > MAX_POSITIONS)
    return `It has more than ${MAX_POSITIONS} positions; simplify the shape.`;
  return null;
}

/** Cells without a code are known by their place, so that the same file means the same cells again. */
function codeOfPlace(geometry: Geometry): string {
  const [lon = 0, lat = 0] = geometry.type === 'Point' ? geometry.coordinates : [];
  return `@${lon.toFixed(6)},${lat.toFixed(6)}`;
}
