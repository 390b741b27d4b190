import { type RawBuilder, sql } from 'kysely';
import type { BBox } from '../shared/geo-input.ts';
import { touchesBox } from '../shared/shapes.ts';

type Sql = RawBuilder<unknown>;

/** A text in both languages. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** A property of features. */
export interface Property {
  readonly column: Sql;
  /** How PostgreSQL and JSON Schema call its values. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly description: Bilingual;
}

/** A collection: features of one kind, as OGC API – Features gives them. */
export interface Collection extends Where {
  readonly id: string;
  readonly title: Bilingual;
  readonly description: Bilingual;
  /** Begins the ids of its features, which are those of GraphQL. */
  readonly idPrefix: 'region' | 'community' | 'facility' | 'grid';
  /** Tables and joins. */
  readonly from: Sql;
  /** The id that settles the order, a number. */
  readonly key: Sql;
  readonly where: Sql;
  readonly geometryType: 'MultiPolygon' | 'Point';
  /** When a feature changed last; undefined where nothing says so. */
  readonly time?: Sql;
  readonly properties: Readonly<Record<string, Property>>;
}

/** Where the features of a collection are. */
export interface Where {
  /** The geometry, in degrees on WGS 84; for circles their center. */
  readonly geometry: Sql;
  /** Where given, features are the circles of this radius around the geometry (`circleAround`). */
  readonly radiusMeters?: number;
  /** Whether a row has no geometry. */
  readonly isNowhere: Sql;
  /** Whether a feature touches any of some boxes; an index finds those that do. */
  readonly touches: (boxes: readonly BBox[]) => Sql;
  /** Whether a feature may touch a box: fast, for maps, which cut what they draw anyway. */
  readonly isNear: (box: BBox) => Sql;
  /** An aggregate whose box holds all features. */
  readonly extent: Sql;
}

/** Features whose geometry a column holds. */
export function stored(geometry: Sql): Where {
  const touches = (boxes: readonly BBox[]): Sql =>
    sql.join(
      boxes.map((box) => touchesBox(geometry, box)),
      sql` OR `,
    );
  return {
    geometry,
    isNowhere: sql`${geometry} IS NULL`,
    touches,
    isNear: ([west, south, east, north]) =>
      sql`${geometry} && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`,
    extent: sql`ST_Extent(${geometry})`,
  };
}

const property =
  (type: Property['type']) =>
  (column: Sql, en: string, zh: string): Property => ({ column, type, description: { en, zh } });
/** A property of words. */
export const text = property('string');
/** A property of whole numbers. */
export const integer = property('integer');
/** A property of numbers. */
export const number = property('number');

/** A text for readers of either language. */
export function both({ en, zh }: Bilingual): string {
  return `${en} ${zh}`;
}
