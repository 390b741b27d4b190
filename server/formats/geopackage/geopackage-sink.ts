import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { infoOf, type ReferenceSystem, referenceWkt } from '../../systems/reference-system.ts';
import { Box } from '../box.ts';
import { projected } from '../project.ts';
import type { SinkFeature, SinkOptions } from '../sink.ts';
import type { PropertyValue } from '../source.ts';
import { inTemporaryFolder } from '../temporary.ts';
import { distinctNames } from '../unique-names.ts';
import { toGeoPackageGeometry } from './geopackage-geometry.ts';
import { quoted } from './geopackage-tables.ts';

const TYPES = { text: 'TEXT', integer: 'INTEGER', real: 'REAL', boolean: 'BOOLEAN' };
/** Ids of systems without an EPSG code: GeoPackage leaves ids above 100,000 to applications. */
const OWN_IDS: Partial<Record<ReferenceSystem, number>> = { GCJ02: 100_001, BD09: 100_002 };

/**
 * Writes a GeoPackage 1.3 with one layer. It is a database and cannot be streamed, so it is written
 * to a temporary file first. @source OGC 12-128r17
 */
export function writeGeoPackage(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<Buffer> {
  return inTemporaryFolder(async function* (folder) {
    const path = join(folder, 'export.gpkg');
    const database = new DatabaseSync(path);
    try {
      // No journal: nobody reads the file before it is complete, and after a crash it is deleted.
      database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
      const insert = createTables(database, options);
      const box = await fill(insert, features, options);
      database
        .prepare('UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?')
        .run(...box.corners);
      database.exec('COMMIT');
    } finally {
      database.close();
    }
    yield* createReadStream(path) as AsyncIterable<Buffer>;
  });
}

async function fill(
  insert: StatementSync,
  features: AsyncIterable<SinkFeature>,
  { columns, system }: SinkOptions,
): Promise<Box> {
  const box = new Box();
  const srsId = srsIdOf(system);
  for await (const { properties, geometry } of features) {
    const place = projected(geometry, system);
    if (place) box.include(place);
    const cells = columns.map(({ name }) => storable(properties[name] ?? null));
    insert.run(place && toGeoPackageGeometry(place, srsId), ...cells);
  }
  return box;
}

function storable(value: PropertyValue): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}

function srsIdOf(system: ReferenceSystem): number {
  return infoOf(system).epsg ?? (OWN_IDS[system] as number);
}

/** Creates the tables; returns the statement that inserts a row of the layer. */
function createTables(database: DatabaseSync, options: SinkOptions): StatementSync {
  const { layer, columns, geometryType, system } = options;
  const srsId = srsIdOf(system);
  database.exec(SCHEMA);
  const addSystem = database.prepare(
    'INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)',
  );
  addSystem.run('Undefined cartesian', -1, 'NONE', -1, 'undefined');
  addSystem.run('Undefined geographic', 0, 'NONE', 0, 'undefined');
  for (const id of new Set<ReferenceSystem>(['WGS84', system])) {
    const { epsg, names } = infoOf(id);
    const organization = epsg === null ? 'NONE' : 'EPSG';
    addSystem.run(
      epsg === null ? id : names.en,
      srsIdOf(id),
      organization,
      srsIdOf(id),
      referenceWkt(id),
    );
  }
  database
    .prepare(
      `INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, ?)`,
    )
    .run(layer, layer, srsId);
  database
    .prepare('INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)')
    .run(layer, 'geom', geometryType.toUpperCase(), srsId);
  const names = distinctNames(
    columns.map(({ name }) => name),
    ['fid', 'geom'],
  ).map(quoted);
  const definitions = columns.map(({ type }, i) => `, ${names[i]} ${TYPES[type]}`).join('');
  database.exec(
    `CREATE TABLE ${quoted(layer)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
       geom ${geometryType.toUpperCase()}${definitions})`,
  );
  const marks = names.map(() => ', ?').join('');
  return database.prepare(
    `INSERT INTO ${quoted(layer)} (${['geom', ...names].join(', ')}) VALUES (?${marks})`,
  );
}

const SCHEMA = `
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
`;
