import { type RawBuilder, sql } from 'kysely';
import { and } from '../lists/connection.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { type BBox, parseBBox } from '../shared/geo-input.ts';
import { parseText } from '../shared/text.ts';
import type { Collection, Property } from './collection.ts';
import { parseDatetime, type Span } from './instants.input.ts';
import { parseReference, type Reference } from './reference.ts';

/** Features of a page unless `limit` is given, and at most. */
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

/** Parameters that every collection knows; all others are properties of its features. */
const KNOWN = ['limit', 'bbox', 'bbox-crs', 'crs', 'datetime', 'after'];

/** What a request wants of the items of a collection. */
export interface ItemsRequest {
  readonly limit: number;
  /** The key that the last page ended with. */
  readonly after: number | undefined;
  /** Which features, without regard to the page. */
  readonly condition: RawBuilder<unknown>;
  readonly reference: Reference;
}

/** Names of the parameters that the items of a collection know. */
export function itemParameters({ properties }: Collection): string[] {
  return [...KNOWN, ...Object.keys(properties)];
}

/** What query parameters ask of the items of a collection. @throws BAD_USER_INPUT naming the parameter */
export function parseItemsRequest(
  collection: Collection,
  parameters: Readonly<Record<string, string>>,
): ItemsRequest {
  const bbox = parseBoxes(parameters['bbox'], parseReference(parameters['bbox-crs'], 'bbox-crs'));
  const where = [collection.where];
  // What is nowhere is chosen too: so the standard wants it (/req/core/fc-bbox-response, C).
  if (bbox) where.push(sql`(${collection.isNowhere} OR ${collection.touches(bbox)})`);
  const datetime = parameters['datetime'];
  const span = datetime === undefined ? undefined : parseDatetime(datetime);
  if (span && collection.time) where.push(isIn(collection.time, span));
  for (const [name, property] of Object.entries(collection.properties)) {
    const value = parameters[name];
    if (value !== undefined) where.push(equals(name, property, value));
  }
  return {
    limit: parseLimit(parameters['limit']),
    after: parseAfter(parameters['after']),
    condition: and(where),
    reference: parseReference(parameters['crs'], 'crs'),
  };
}

function parseLimit(limit: string | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (!/^0*[1-9]\d*$/.test(limit)) {
    throw new BadUserInputError('limit', `must be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  return Math.min(Number(limit), MAX_LIMIT);
}

function parseAfter(after: string | undefined): number | undefined {
  if (after === undefined) return undefined;
  if (!/^\d{1,9}$/.test(after)) {
    throw new BadUserInputError('after', 'must come from a link "next".');
  }
  return Number(after);
}

/** A box, or the two that one across 180° consists of, in degrees on WGS 84. */
function parseBoxes(text: string | undefined, reference: Reference): BBox[] | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map((part) => parseNumber(part.trim()));
  const half = numbers.length / 2;
  const [lowest = 0, highest = 0] = half === 3 ? [numbers[2], numbers[5]] : [];
  if ((half !== 2 && half !== 3) || !numbers.every(Number.isFinite) || lowest > highest) {
    throw new BadUserInputError(
      'bbox',
      'must be four numbers, the lower corner first, or six with heights; longitude comes first unless `bbox-crs` says otherwise.',
    );
  }
  const low = reference.toHub(numbers.slice(0, 2));
  const high = reference.toHub(numbers.slice(half, half + 2));
  const [west, south] = low.map(withinNoise) as [number, number];
  const [east, north] = high.map(withinNoise) as [number, number];
  const boxes: BBox[] =
    west > east
      ? [
          [west, south, 180, north],
          [-180, south, east, north],
        ]
      : [[west, south, east, north]];
  return boxes.map((box) => parseBBox(box, 'bbox'));
}

/** Degrees worked out of meters may miss 180 by what rounding leaves. */
function withinNoise(degrees: number): number {
  return Math.round(degrees * 1e9) / 1e9;
}

/** A time lies in a span, to the millisecond, as times are shown. */
function isIn(time: RawBuilder<unknown>, { from, to }: Span): RawBuilder<unknown> {
  const shown = sql`date_trunc('milliseconds', ${time})`;
  const at = (ms: number): RawBuilder<unknown> =>
    sql`('epoch'::timestamptz + ${ms}::float8 * interval '1 millisecond')`;
  return and([
    ...(from === null ? [] : [sql`${shown} >= ${at(from)}`]),
    ...(to === null ? [] : [sql`${shown} <= ${at(to)}`]),
  ]);
}

function equals(name: string, { column, type }: Property, value: string): RawBuilder<unknown> {
  if (type === 'string') {
    return value === '' ? sql`${column} = ''` : sql`${column} = ${parseText(value, name, 500)}`;
  }
  if (type === 'boolean') {
    if (value === 'true' || value === 'false') return sql`${column} = ${value === 'true'}`;
    throw new BadUserInputError(name, 'must be true or false.');
  }
  const wanted = parseNumber(value);
  const isOfType = type === 'integer' ? Number.isInteger(wanted) : Number.isFinite(wanted);
  if (!isOfType) {
    throw new BadUserInputError(name, `must be a ${type === 'integer' ? 'whole ' : ''}number.`);
  }
  return sql`${column} = ${wanted}::float8`;
}

/** A number as JSON writes it; NaN otherwise. */
function parseNumber(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
