import { findGeometryColumns } from '../csv/csv-columns.ts';
import { FileTroubleError } from '../file-trouble.ts';
import type {
  FeatureSource,
  GeometryColumns,
  OpenOptions,
  PropertyValue,
  SourceFeature,
} from '../source.ts';
import { encodingOf } from '../text-file.ts';
import { declarationIn, featureOf } from './feature-json.ts';
import { jsonPieces } from './json-pieces.ts';

/** Columns are those of so many features from the first; later ones may have further properties. */
export const FEATURES_FOR_COLUMNS = 1_000;

/** Opens a GeoJSON FeatureCollection. All of it is read once here, so that a damaged file is refused before its rows are used. */
export async function openGeoJson(path: string, options: OpenOptions): Promise<FeatureSource> {
  const encoding = options.encoding ?? (await encodingOf(path));
  const columns = new Set<string>();
  const members: Record<string, unknown> = {};
  let featureCount = 0;
  let hasFeatures = false;
  for await (const piece of jsonPieces(path, encoding, 'features')) {
    if (piece.kind === 'array') hasFeatures = true;
    else if (piece.kind === 'member') {
      const { key, value } = piece;
      if (key === 'crs' || key === 'coordinate_system') members[key] = value;
    } else if (++featureCount <= FEATURES_FOR_COLUMNS) {
      for (const name of Object.keys(featureOf(piece.text, featureCount).properties))
        columns.add(name);
    }
  }
  if (!hasFeatures) throw withoutFeatures();
  const { columns: place } = findGeometryColumns([...columns]);
  return {
    format: 'geojson',
    layer: null,
    layers: [],
    columns: [...columns],
    ...declarationIn(members),
    encoding,
    featureCount,
    geometryColumns: null,
    async *features() {
      let row = 0;
      for await (const piece of jsonPieces(path, encoding, 'features')) {
        if (piece.kind === 'element') yield placedByProperties(featureOf(piece.text, ++row), place);
      }
    },
    close: async () => undefined,
  };
}

/** A feature without a geometry, whose properties hold its longitude and latitude, has its place from them. */
function placedByProperties(feature: SourceFeature, place: GeometryColumns | null): SourceFeature {
  if (feature.geometry || feature.trouble || !place || !('x' in place)) return feature;
  const [lon, lat] = [feature.properties[place.x], feature.properties[place.y]].map(degreesOf);
  if (lon === undefined || lat === undefined) return feature;
  return { ...feature, geometry: { type: 'Point', coordinates: [lon, lat] } };
}

function degreesOf(value: PropertyValue | undefined): number | undefined {
  if (value === null || value === undefined || String(value).trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function withoutFeatures(): FileTroubleError {
  const message = 'The FeatureCollection has no array "features"; export the file once more.';
  return new FileTroubleError('BAD_SYNTAX', message);
}
