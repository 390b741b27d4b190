import { type RawBuilder, sql } from 'kysely';
import { and } from '../shared/connection.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { parseBBox } from '../shared/geo-input.ts';
import { touchesBox } from '../shared/shapes.ts';
import { parseText } from '../shared/text.ts';
import type { Collection, Property } from './collections.queries.ts';
import { parseReference, type Reference } from './reference.ts';

/** Features of a page unless `limit` is given, and at most. */
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

/** Parameters that every collection knows; all others are properties of its features. */
const KNOWN = ['limit', 'bbox', 'bbox-crs', 'crs', 'datetime', 'after', 'f'];

/** Parameters of a request, each given at most once. */
export type Parameters = Readonly<Record<string, string>>;

/** What is asked of the items of a collection. */
export interface ItemsRequest {
  readonly limit: number;
  /** The key that the last page ended with. */
  readonly after: number | undefined;
  /** Which features, without regard to the page. */
  readonly condition: RawBuilder<unknown>;
  readonly reference: Reference;
}

/** Parameters of a query string. @throws BAD_USER_INPUT for one that is given twice or is not known */
export function parseParameters(query: unknown, known: readonly string[]): Parameters {
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(query as Record<string, unknown>)) {
    if (!known.includes(name)) {
      throw new BadUserInputError(
        name.slice(0, 40),
        `is not a parameter here; there are: ${known.join(', ')}.`,
      );
    }
    if (typeof value !== 'string') throw new BadUserInputError(name, 'give it once.');
    parameters[name] = value;
  }
  if ((parameters['f'] ?? 'json') !== 'json') {
    throw new BadUserInputError('f', 'must be json, the only format.');
  }
  return parameters;
}

/** Names of the parameters that the items of a collection know. */
export function itemParameters({ properties }: Collection): string[] {
  return [...KNOWN, ...Object.keys(properties)];
}

/** What a query string asks of the items of a collection. @throws BAD_USER_INPUT naming the parameter */
export function parseItemsRequest(collection: Collection, query: unknown): ItemsRequest {
  const parameters = parseParameters(query, itemParameters(collection));
  const bbox = parseBoxes(parameters['bbox'], parseReference(parameters['bbox-crs'], 'bbox-crs'));
  const where = [collection.where];
  if (bbox) where.push(touches(collection, bbox));
  const during = parseDatetime(parameters['datetime']);
  if (during && collection.time) {
    const { from, to } = during;
    if (from)
      where.push(sql`date_trunc('milliseconds', ${collection.time}) >= ${from}::timestamptz`);
    if (to) where.push(sql`date_trunc('milliseconds', ${collection.time}) <= ${to}::timestamptz`);
  }
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
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1) {
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

type Box = [number, number, number, number];

/** A box, or the two that one across 180° consists of, in degrees on WGS 84. */
function parseBoxes(text: string | undefined, reference: Reference): Box[] | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if ((numbers.length !== 4 && numbers.length !== 6) || !numbers.every(Number.isFinite)) {
    throw new BadUserInputError('bbox', 'must be four numbers, or six with heights.');
  }
  const half = numbers.length / 2;
  const low = reference.toHub(numbers.slice(0, 2));
  const high = reference.toHub(numbers.slice(half, half + 2));
  const [west, south] = low.map(withinNoise) as [number, number];
  const [east, north] = high.map(withinNoise) as [number, number];
  const boxes: Box[] =
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

function touches(
  { geometry, radiusMeters }: Collection,
  boxes: readonly Box[],
): RawBuilder<unknown> {
  const conditions = boxes.map((box) => {
    if (radiusMeters === undefined) return touchesBox(geometry, box);
    const [west, south, east, north] = box;
    return sql`ST_DWithin(${geometry}::geography, ST_SetSRID(ST_Envelope(ST_MakeLine(
      ST_MakePoint(${west}::float8, ${south}::float8),
      ST_MakePoint(${east}::float8, ${north}::float8))), 4326)::geography, ${radiusMeters}::float8)`;
  });
  return sql`(${sql.join(conditions, sql` OR `)})`;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** An instant, or an interval that may be open. @throws BAD_USER_INPUT */
function parseDatetime(
  text: string | undefined,
): { from: string | null; to: string | null } | undefined {
  if (text === undefined) return undefined;
  const parts = text.split('/');
  const ends = parts.map((part) => (part === '' || part === '..' ? null : part));
  const wrong =
    parts.length > 2 ||
    (parts.length === 1 && ends[0] === null) ||
    ends.some((end) => end !== null && !isInstant(end));
  const [from = null, to = from] = ends;
  if (wrong || (from && to && Date.parse(from) > Date.parse(to))) {
    throw new BadUserInputError(
      'datetime',
      'must be an instant such as 2026-01-31T08:00:00Z, or an interval of two, from/to, with .. for an open end.',
    );
  }
  return { from, to };
}

function isInstant(text: string): boolean {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
}

function equals(name: string, { column, type }: Property, value: string): RawBuilder<unknown> {
  if (type === 'string') {
    return value === '' ? sql`${column} = ''` : sql`${column} = ${parseText(value, name, 500)}`;
  }
  const wanted = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(wanted)) throw new BadUserInputError(name, 'must be a number.');
  return sql`${column} = ${wanted}::float8`;
}
