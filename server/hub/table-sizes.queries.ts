import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { TableSize, TableSizes } from '../lists/table-sizes.ts';

/** So many shapes are looked at: their size need not be known better. */
const SHAPES = 1_000;
const METERS_PER_DEGREE = 111_319;

interface Row extends Record<'kinds' | 'rules' | 'cells' | 'facilities', number> {
  regions: TableSize;
  communities: TableSize;
  grids: TableSize;
  degrees: number;
}

/** How much there is in the database. */
export async function findTableSizes(em: EntityManager): Promise<TableSizes> {
  const { rows } = await sql<Row>`
    SELECT ${sizeOf('region')} AS regions, ${sizeOf('community')} AS communities, ${sizeOf('grid')} AS grids,
      ${count('facility')} AS facilities, ${count('facility_kind')} AS kinds, ${count('coverage_rule')} AS rules,
      ${count('resident_cell')} AS cells, coalesce(${EXTENT_DEGREES}, 0) AS degrees`.execute(
    em.getKysely(),
  );
  const { degrees, facilities, communities, ...others } = rows[0] as Row;
  return {
    ...others,
    // Distances of communities are measured from their service point.
    communities: { ...communities, measuredPositions: 1 },
    facilities: { rows: facilities, positions: 1, measuredPositions: 1 },
    extentMeters: degrees * METERS_PER_DEGREE,
  };
}

const EXTENT_DEGREES = sql`(SELECT greatest(ST_XMax(box) - ST_XMin(box), ST_YMax(box) - ST_YMin(box))
  FROM (SELECT ST_Extent(boundary) AS box FROM community) extent)`;

function count(table: string): RawBuilder<unknown> {
  return sql`(SELECT count(*)::int FROM ${sql.table(table)})`;
}

function sizeOf(table: string): RawBuilder<unknown> {
  const positions = sql`(SELECT coalesce(avg(ST_NPoints(boundary)), 1)::float8
    FROM (SELECT boundary FROM ${sql.table(table)} LIMIT ${sql.lit(SHAPES)}) sampled)`;
  return sql`json_build_object('rows', ${count(table)}, 'positions', ${positions},
    'measuredPositions', ${positions})`;
}

/** The sizes as they were when they were last read: they decide what requests cost, which needs no more. */
export class KnownSizes {
  readonly #read: () => Promise<TableSizes>;
  #current: TableSizes | undefined;

  constructor(read: () => Promise<TableSizes>) {
    this.#read = read;
  }

  /** @throws before they have been read for the first time */
  get current(): TableSizes {
    if (!this.#current) throw new Error('Read the sizes before requests are taken.');
    return this.#current;
  }

  /** Reads them; when that fails, the last ones remain. @throws what the first reading does */
  async refresh(): Promise<void> {
    try {
      this.#current = await this.#read();
    } catch (error) {
      if (!this.#current) throw error;
    }
  }
}
