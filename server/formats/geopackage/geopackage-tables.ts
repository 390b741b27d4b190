import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type Declaration, declarationOf, SILENT } from '../declaration.ts';
import { FileTroubleError } from '../file-trouble.ts';
import { MAX_COLUMNS } from '../limits.ts';

/** A layer of a GeoPackage, and where its features are. */
export interface Layer extends Declaration {
  readonly name: string;
  readonly geometryColumn: string;
  readonly columns: readonly Column[];
}

/** A column with properties. */
export interface Column {
  readonly name: string;
  readonly isBoolean: boolean;
}

const DAMAGED = 'the tables that describe its layers are missing or damaged; write it again.';
/** Columns in which GIS programs number the rows: no properties of the features. */
const ROW_NUMBERS = new Set(['fid', 'ogc_fid']);

/** A quoted SQL identifier. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Layers that are tables with geometries. @throws FileTroubleError `NO_LAYER` */
export function layerNames(database: DatabaseSync): string[] {
  for (const table of ['gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys']) {
    if (!isTable(database, table)) {
      throw new FileTroubleError('NO_LAYER', `It is SQLite and no GeoPackage: ${DAMAGED}`);
    }
  }
  const rows = database
    .prepare(
      `SELECT c.table_name AS name FROM gpkg_contents c
       JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
       WHERE c.data_type = 'features' ORDER BY c.rowid`,
    )
    .all();
  const names = rows.map(({ name }) => String(name)).filter((name) => isTable(database, name));
  if (names.length > 0) return names;
  throw new FileTroubleError(
    'NO_LAYER',
    'The GeoPackage has no layer of features (views are not read).',
  );
}

/** Whether it is a stored table. Views and virtual tables may compute rows without end. */
function isTable(database: DatabaseSync, name: string): boolean {
  const row = database
    .prepare(`SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?`)
    .get(name);
  return /^\s*CREATE\s+TABLE\b/i.test(String(row?.['sql'] ?? ''));
}

/** The description of a layer. @throws FileTroubleError */
export function describeLayer(database: DatabaseSync, name: string): Layer {
  const described = database
    .prepare(
      `SELECT g.column_name, s.srs_name, s.organization, s.organization_coordsys_id, s.definition
       FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
       WHERE g.table_name = ?`,
    )
    .get(name);
  const geometryColumn = String(described?.['column_name']);
  const all = database.prepare(`SELECT * FROM pragma_table_xinfo(?)`).all(name);
  if (all.length > MAX_COLUMNS) {
    throw new FileTroubleError('TOO_LARGE', `The layer has more than ${MAX_COLUMNS} columns.`);
  }
  // Hidden columns are computed while they are read.
  const stored = all.filter(({ hidden }) => Number(hidden) === 0);
  if (!stored.some((column) => column['name'] === geometryColumn)) {
    throw new FileTroubleError('BAD_SYNTAX', `The layer ${name} cannot be read: ${DAMAGED}`);
  }
  const columns = stored
    .filter(
      (column) =>
        column['name'] !== geometryColumn &&
        !isRowNumber(column) &&
        !/blob/i.test(String(column['type'])),
    )
    .map((column) => ({
      name: String(column['name']),
      isBoolean: /^bool/i.test(String(column['type'])),
    }));
  return { name, geometryColumn, columns, ...declarationIn(described ?? {}) };
}

function isRowNumber(column: Record<string, SQLOutputValue>): boolean {
  return Number(column['pk']) > 0 && ROW_NUMBERS.has(String(column['name']).toLowerCase());
}

function declarationIn(described: Record<string, SQLOutputValue>): Declaration {
  const { srs_name, organization, organization_coordsys_id, definition } = described;
  const code = `${organization}:${organization_coordsys_id}`;
  const isUndefined = !organization || /^undefined$/i.test(String(definition));
  return isUndefined ? SILENT : declarationOf([code, String(definition)], `${srs_name} (${code})`);
}
