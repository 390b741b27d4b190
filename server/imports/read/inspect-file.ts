import { createReadStream } from 'node:fs';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Geometry } from 'geojson';
import {
  type FeatureSource,
  type FileFormat,
  openSourceApart,
  type SourceFeature,
} from '../../formats/feature-source.ts';
import { TARGETS } from '../staged/fields.ts';
import type { FileFacts, ImportSettings } from '../staged/settings.ts';
import type { SystemGuess } from '../staged/system-guess.ts';
import { guessSystem } from './guess-system.ts';
import { guessMapping, guessTarget, ownTarget } from './headers.ts';
import { mappingOfColumns, openOptionsOf } from './open-options.ts';
import { textOf } from './values.ts';

/** What is known of a file after its first features, and the settings by which all of it will be read. */
export interface InspectedFile {
  readonly file: FileFacts;
  readonly settings: ImportSettings;
  readonly guess: SystemGuess;
  /** Number of features that the file probably has; null when unknown. */
  readonly rowsExpected: number | null;
}

/** Features from which target, columns and reference system are guessed. */
const SAMPLE_FEATURES = 500;
/** Small, so that counting in one takes no time, even where each byte is a line. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Reads the first features of a file, and completes the settings: what the planner did not set is guessed.
 * @throws FileTroubleError
 */
export async function inspectFile(
  em: EntityManager,
  path: string,
  given: Partial<ImportSettings>,
): Promise<InspectedFile> {
  const source = await openSourceApart(path, openOptionsOf(given));
  try {
    const sample = await firstFeatures(source, SAMPLE_FEATURES);
    const { format, layer, layers, columns, encoding, declared, declaredText, headerLine } = source;
    const geometry = sample.find((feature) => feature.geometry)?.geometry;
    const geometryType = geometry ? typeOf(geometry) : null;
    const target =
      given.target ??
      ownTarget(sample.map(({ properties }) => properties['id'])) ??
      guessTarget(columns, geometryType, codesIn(sample, columns, format), format);
    const mapping = given.mapping ?? [
      ...guessMapping(target, columns, format),
      ...mappingOfColumns(source.geometryColumns),
    ];
    const guess = await guessSystem(em, source, sample, { target, mapping });
    return {
      file: { format, layer, layers, columns, encoding, declared, declaredText, headerLine },
      guess,
      rowsExpected: source.featureCount ?? (await estimateRows(path, format)),
      settings: {
        target,
        mapping,
        system: given.system ?? (TARGETS[target].geometry ? guess.system : 'WGS84'),
        swapAxes: given.swapAxes ?? guess.swapAxes,
        repair: given.repair ?? false,
        skipErrors: given.skipErrors ?? false,
        createRegions: given.createRegions ?? false,
        layer: given.layer ?? layer,
        encoding: given.encoding ?? null,
      },
    };
  } finally {
    await source.close();
  }
}

/** The type of a geometry; of a collection, that of what it holds first. */
function typeOf(geometry: Geometry): string {
  const [first] = geometry.type === 'GeometryCollection' ? geometry.geometries : [];
  return first ? typeOf(first) : geometry.type;
}

/** The values of the column that looks like the code of the features. */
function codesIn(
  sample: readonly SourceFeature[],
  columns: readonly string[],
  format: FileFormat,
): string[] {
  const found = (['COMMUNITIES', 'REGIONS'] as const).flatMap((target) =>
    guessMapping(target, columns, format).filter(({ field }) => field === 'CODE'),
  );
  const column = found[0]?.column;
  if (!column) return [];
  return sample.flatMap(({ properties }) => textOf(properties[column]) ?? []);
}

async function firstFeatures(source: FeatureSource, limit: number): Promise<SourceFeature[]> {
  const features: SourceFeature[] = [];
  for await (const feature of source.features()) {
    features.push(feature);
    if (features.length >= limit) break;
  }
  return features;
}

/** How many features a text file probably has: its lines, or how often it says "geometry". */
async function estimateRows(path: string, format: FileFormat): Promise<number | null> {
  const mark = format === 'geojson' ? '"geometry"' : '\n';
  let count = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = chunk as Buffer;
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) count++;
  }
  return count || null;
}
