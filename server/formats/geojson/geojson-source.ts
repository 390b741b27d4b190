import { asTrouble } from '../file-trouble.ts';
import type { FeatureSource, OpenOptions } from '../source.ts';
import { encodingOf } from '../text-file.ts';
import { declarationOf, featureOf } from './feature-json.ts';
import { jsonPieces } from './json-pieces.ts';

/** Columns are those of so many features from the first; later ones may have further properties. */
export const FEATURES_FOR_COLUMNS = 1_000;

/** Opens a GeoJSON FeatureCollection. It is gone over once, so that a file that is cut off is refused at once. */
export async function openGeoJson(path: string, options: OpenOptions): Promise<FeatureSource> {
  const encoding = options.encoding ?? (await encodingOf(path));
  const columns = new Set<string>();
  const members: Record<string, unknown> = {};
  let featureCount = 0;
  for await (const piece of jsonPieces(path, encoding, 'features')) {
    if (piece.kind === 'member') {
      if (piece.key === 'crs' || piece.key === 'coordinate_system')
        members[piece.key] = parsed(piece);
    } else if (++featureCount <= FEATURES_FOR_COLUMNS) {
      for (const name of Object.keys(featureOf(piece.text, featureCount).properties))
        columns.add(name);
    }
  }
  return {
    format: 'geojson',
    layer: null,
    layers: [],
    columns: [...columns],
    ...declarationOf(members),
    encoding,
    featureCount,
    geometryColumns: null,
    async *features() {
      let row = 0;
      for await (const piece of jsonPieces(path, encoding, 'features')) {
        if (piece.kind === 'element') yield featureOf(piece.text, ++row);
      }
    },
    close: async () => undefined,
  };
}

function parsed({ key, text }: { key: string; text: string }): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw asTrouble(error, `The member ${key} is no JSON: ${(error as Error).message}.`);
  }
}
