import type { FeatureSource, OpenOptions } from '../source.ts';
import { encodingOf } from '../text-file.ts';
import { type Declaration, declarationOf, featureOf } from './feature-json.ts';
import { FEATURES_FOR_COLUMNS } from './geojson-source.ts';
import { jsonPieces } from './json-pieces.ts';

/**
 * Opens a sequence of GeoJSON Features: a line each, after record separators (RFC 8142), or one after the
 * other in any layout. What the first one says of its coordinates holds for all.
 */
export async function openGeoJsonSeq(path: string, options: OpenOptions): Promise<FeatureSource> {
  const encoding = options.encoding ?? (await encodingOf(path));
  const columns = new Set<string>();
  let declaration: Declaration = { declared: null, declaredText: null };
  let featureCount = 0;
  for await (const piece of jsonPieces(path, encoding)) {
    if (piece.kind !== 'element') continue;
    if (++featureCount === 1) declaration = declarationOf(membersOf(piece.text));
    if (featureCount > FEATURES_FOR_COLUMNS) continue;
    for (const name of Object.keys(featureOf(piece.text, piece.line).properties)) columns.add(name);
  }
  return {
    format: 'geojsonseq',
    layer: null,
    layers: [],
    columns: [...columns],
    ...declaration,
    encoding,
    featureCount,
    geometryColumns: null,
    async *features() {
      let row = 0;
      for await (const piece of jsonPieces(path, encoding)) {
        if (piece.kind !== 'element') continue;
        // Several may stand on one line.
        row = Math.max(row + 1, piece.line);
        yield featureOf(piece.text, row);
      }
    },
    close: async () => undefined,
  };
}

/** The first record, if it can be read; its trouble is told when it comes to the features. */
function membersOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
