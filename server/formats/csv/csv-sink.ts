import type { Geometry } from 'geojson';
import iconv from 'iconv-lite';
import { axisUnits, type ReferenceSystem } from '../../systems/reference-system.ts';
import { inChunks } from '../chunks.ts';
import { projectedText } from '../project.ts';
import type { SinkFeature, SinkOptions } from '../sink.ts';
import type { PropertyValue } from '../source.ts';
import { toWkt } from '../wkt.ts';
import { asPlainText } from './formula-cells.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Writes CSV as Excel likes it: lines end by CR LF, UTF-8 begins with its mark. Points have two columns of
 * coordinates, other geometries one of WKT, which name their system unless it is WGS 84. No text is a formula.
 */
export async function* writeCsv(
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<Buffer> {
  const isUtf8 = options.encoding !== 'gb18030';
  if (isUtf8) yield Buffer.from(BYTE_ORDER_MARK);
  const lines = linesOf(features, options);
  yield* inChunks(lines, isUtf8 ? undefined : (text) => iconv.encode(text, 'gb18030'));
}

async function* linesOf(
  features: AsyncIterable<SinkFeature>,
  { columns, geometryType, system, isRaw = false }: SinkOptions,
): AsyncGenerator<string> {
  const isPoint = geometryType === 'Point';
  const names = columns.map(({ name }) => name);
  yield lineOf([...names, ...geometryColumns(isPoint, system)]);
  for await (const { properties, geometry } of features) {
    const cells = names.map((name) => safeValue(properties[name] ?? null, isRaw));
    const place = projectedText(geometry, system);
    yield lineOf([...cells, ...(isPoint ? coordinatesOf(place) : [place && toWkt(place)])]);
  }
}

function geometryColumns(isPoint: boolean, system: ReferenceSystem): string[] {
  const suffix = system === 'WGS84' ? '' : ` (${system})`;
  if (!isPoint) return [`wkt${suffix}`];
  const axes = axisUnits(system) === 'degrees' ? ['lon', 'lat'] : ['x', 'y'];
  return axes.map((axis) => `${axis}${suffix}`);
}

function coordinatesOf(geometry: Geometry | null): (number | null)[] {
  if (geometry?.type !== 'Point') return [null, null];
  return [geometry.coordinates[0] as number, geometry.coordinates[1] as number];
}

/** Numbers are no formulas, whatever their sign. */
function safeValue(value: PropertyValue, isRaw: boolean): PropertyValue {
  return typeof value === 'string' && !isRaw ? asPlainText(value) : value;
}

function lineOf(cells: readonly PropertyValue[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: PropertyValue): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
