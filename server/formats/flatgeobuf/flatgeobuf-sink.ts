import { Builder } from 'flatbuffers';
import { magicbytes } from 'flatgeobuf/lib/mjs/constants.js';
import { Column } from 'flatgeobuf/lib/mjs/flat-geobuf/column.js';
import { ColumnType } from 'flatgeobuf/lib/mjs/flat-geobuf/column-type.js';
import { Crs } from 'flatgeobuf/lib/mjs/flat-geobuf/crs.js';
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js';
import { Header } from 'flatgeobuf/lib/mjs/flat-geobuf/header.js';
import { buildFeature } from 'flatgeobuf/lib/mjs/generic/feature.js';
import type { HeaderMeta } from 'flatgeobuf/lib/mjs/header-meta.js';
import { infoOf, type ReferenceSystem, referenceWkt } from '../../systems/reference-system.ts';
import { projected } from '../project.ts';
import type { SinkColumn, SinkFeature, SinkOptions } from '../sink.ts';
import { flatten } from './flatgeobuf-geometry.ts';

const TYPES: Readonly<Record<SinkColumn['type'], ColumnType>> = {
  text: ColumnType.String,
  integer: ColumnType.Long,
  real: ColumnType.Double,
  boolean: ColumnType.Bool,
};

/**
 * Writes FlatGeobuf as a stream: without a spatial index, which would need all features at once, and
 * without their number and extent, which are not known at the beginning.
 */
export async function* writeFlatGeobuf(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<Buffer> {
  const { columns, geometryType, system } = options;
  yield Buffer.concat([magicbytes, headerOf(options)]);
  const header = {
    geometryType: GeometryType[geometryType],
    columns: columns.map(({ name, type }) => ({ name, type: TYPES[type] })),
  } as HeaderMeta;
  for await (const { properties, geometry } of features) {
    const cells = Object.fromEntries(columns.map(({ name }) => [name, properties[name] ?? null]));
    yield Buffer.from(buildFeature(flatten(projected(geometry, system)), cells, header));
  }
}

function headerOf({ layer, columns, geometryType, system }: SinkOptions): Uint8Array {
  const builder = new Builder();
  const columnOffsets = columns.map(({ name, type }) => {
    const nameOffset = builder.createString(name);
    Column.startColumn(builder);
    Column.addName(builder, nameOffset);
    Column.addType(builder, TYPES[type]);
    return Column.endColumn(builder);
  });
  const columnsOffset = Header.createColumnsVector(builder, columnOffsets);
  const crsOffset = crsOf(builder, system);
  const nameOffset = builder.createString(layer);
  Header.startHeader(builder);
  Header.addName(builder, nameOffset);
  Header.addGeometryType(builder, GeometryType[geometryType]);
  Header.addColumns(builder, columnsOffset);
  Header.addFeaturesCount(builder, 0n);
  Header.addIndexNodeSize(builder, 0);
  Header.addCrs(builder, crsOffset);
  builder.finishSizePrefixed(Header.endHeader(builder));
  return builder.asUint8Array();
}

function crsOf(builder: Builder, system: ReferenceSystem): number {
  const { epsg } = infoOf(system);
  const org = epsg === null ? 0 : builder.createString('EPSG');
  const name = builder.createString(epsg === null ? system : infoOf(system).names.en);
  const wkt = builder.createString(referenceWkt(system));
  return Crs.createCrs(builder, org, epsg ?? 0, name, 0, wkt, 0);
}
