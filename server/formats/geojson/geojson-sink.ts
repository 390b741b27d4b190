import { infoOf, type ReferenceSystem } from '../../systems/reference-system.ts';
import { inChunks } from '../chunks.ts';
import { projectedText } from '../project.ts';
import type { SinkFeature, SinkOptions } from '../sink.ts';

/** Writes a FeatureCollection, a feature a line. Any system but WGS 84 is named in foreign members. */
export function writeGeoJson(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<Buffer> {
  return inChunks(collection(features, options));
}

/** Writes GeoJSON Features, one a line, each of which names its system unless that is WGS 84. */
export function writeGeoJsonSeq(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<Buffer> {
  return inChunks(sequence(features, options));
}

async function* collection(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<string> {
  const head = { type: 'FeatureCollection', name: options.layer, ...membersOf(options.system) };
  yield `${JSON.stringify(head).slice(0, -1)},"features":[`;
  let separator = '\n';
  for await (const feature of features) {
    yield `${separator}${JSON.stringify(featureOf(feature, options))}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

async function* sequence(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<string> {
  const members = membersOf(options.system);
  for await (const feature of features) {
    yield `${JSON.stringify({ ...featureOf(feature, options), ...members })}\n`;
  }
}

function featureOf(
  { properties, geometry }: SinkFeature,
  { columns, system }: SinkOptions,
): object {
  return {
    type: 'Feature',
    properties: Object.fromEntries(columns.map(({ name }) => [name, properties[name] ?? null])),
    geometry: projectedText(geometry, system),
  };
}

/** RFC 7946 knows WGS 84 alone; GDAL and QGIS still understand `crs` of GeoJSON 2008, ours is for people. */
function membersOf(system: ReferenceSystem): object {
  if (system === 'WGS84') return {};
  const { epsg } = infoOf(system);
  const name = `urn:ogc:def:crs:EPSG::${epsg}`;
  const crs = epsg === null ? {} : { crs: { type: 'name', properties: { name } } };
  return { coordinate_system: system, ...crs };
}
