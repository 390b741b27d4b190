import { type Declaration, SILENT } from '../declaration.ts';
import type { FeatureSource, OpenOptions } from '../source.ts';
import { encodingOf } from '../text-file.ts';
import { declarationIn, featureOf } from './feature-json.ts';
import { FEATURES_FOR_COLUMNS } from './geojson-source.ts';
import { jsonPieces } from './json-pieces.ts';

/**
 * Opens a sequence of GeoJSON Features: a line each, after record separators (RFC 8142), or one after the
 * other in any layout. The coordinate system that the first one declares holds for all.
 */
export async function openGeoJsonSeq(path: string, options: OpenOptions): Promise<FeatureSource> {
  const encoding = options.encoding ?? (await encodingOf(path));
  const columns = new Set<string>();
  let declaration: Declaration = SILENT;
  let featureCount = 0;
  for await (const piece of jsonPieces(path, encoding)) {
    if (piece.kind !== 'element') continue;
    if (++featureCount === 1) declaration = declarationIn(membersOf(piece.text));
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

/** The members of a record; none when it is no JSON, which is a trouble of its row later. */
function membersOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
