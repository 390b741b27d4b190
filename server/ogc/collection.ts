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
  readonly type: 'string' | 'integer' | 'number';
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
  /** The geometry, in degrees on WGS 84. */
  readonly geometry: Sql;
  /** Whether a row has no geometry. */
  readonly isNowhere: Sql;
  /** Whether the geometry touches any of some boxes; an index finds those that do. */
  readonly touches: (boxes: readonly BBox[]) => Sql;
  /** An aggregate whose box holds the geometries of all rows. */
  readonly extent: Sql;
}

/** Features whose geometry a column holds. */
export function stored(geometry: Sql): Where {
  const touches = (boxes: readonly BBox[]): Sql =>
    sql.join(
      boxes.map((box) => touchesBox(geometry, box)),
      sql` OR `,
    );
  const extent = sql`ST_Extent(${geometry})`;
  return { geometry, isNowhere: sql`${geometry} IS NULL`, touches, extent };
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
