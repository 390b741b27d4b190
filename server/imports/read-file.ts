import { createReadStream } from 'node:fs';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Geometry, Position } from 'geojson';
import { type FeatureSource, openSource, type SourceFeature } from '../formats/feature-source.ts';
import { getExtent } from '../hub/hub.queries.ts';
import { collectGarbage } from '../shared/garbage.ts';
import { checkRows, skipErrors } from './checks.queries.ts';
import { fitsOf, type Sighting } from './evidence.queries.ts';
import { guessMapping, guessTarget, type ImportTarget } from './fields.ts';
import { countRows, type ImportCounts } from './imports.queries.ts';
import type { Issue } from './issues.ts';
import { matchRows } from './match.queries.ts';
import { place } from './place.ts';
import { checkPolygons } from './repair.queries.ts';
import {
  type FileFacts,
  type ImportSettings,
  mappingOfColumns,
  openOptionsOf,
} from './settings.ts';
import { rowReader, type StagedRow } from './staged-row.ts';
import {
  clearStaging,
  indexStaging,
  keepIssues,
  stageRows,
  surveyStaging,
} from './staging.queries.ts';
import { ALIKE, guessByValues, type SystemGuess, settleByPlaces } from './system-guess.ts';

/** What a first look at a file tells, and how it will be read. */
export interface Look {
  readonly file: FileFacts;
  readonly settings: ImportSettings;
  readonly guess: SystemGuess;
  /** Features that the file probably has; null when nothing tells. */
  readonly rowsExpected: number | null;
}

/** Features that are looked at before anything is decided. */
const SAMPLE = 500;
/** Rows that are written by one statement. */
const BATCH = 1_000;
/** After so many rows memory is tidied up. */
const ROWS_OF_GARBAGE = 50_000;

/** Looks at the beginning of a file: what it is, and, where the settings leave it open, what it means. */
export async function lookAt(
  em: EntityManager,
  path: string,
  given: Partial<ImportSettings>,
): Promise<Look> {
  const source = await openSource(path, openOptionsOf(given));
  try {
    const sample = await firstOf(source, SAMPLE);
    const { format, layer, layers, columns, encoding, declared, declaredText } = source;
    const geometryType = sample.find(({ geometry }) => geometry)?.geometry?.type ?? null;
    const target = given.target ?? guessTarget({ columns, geometryType });
    const mapping = given.mapping ?? [
      ...guessMapping(target, columns),
      ...mappingOfColumns(source.geometryColumns),
    ];
    const guess = await guessSystem(em, source, sample, target, mapping);
    return {
      file: { format, layer, layers, columns, encoding, declared, declaredText },
      guess,
      rowsExpected: source.featureCount ?? (await countLikely(path, format)),
      settings: {
        target,
        mapping,
        system: given.system ?? guess.system,
        swapAxes: given.swapAxes ?? guess.swapAxes,
        repair: given.repair ?? false,
        skipErrors: given.skipErrors ?? false,
        layer: given.layer ?? layer,
        encoding: given.encoding ?? null,
      },
    };
  } finally {
    await source.close();
  }
}

async function firstOf(source: FeatureSource, number: number): Promise<SourceFeature[]> {
  const features: SourceFeature[] = [];
  for await (const feature of source.features()) {
    features.push(feature);
    if (features.length >= number) break;
  }
  return features;
}

async function guessSystem(
  em: EntityManager,
  { declared, declaredText }: FeatureSource,
  sample: readonly SourceFeature[],
  target: ImportTarget,
  mapping: ImportSettings['mapping'],
): Promise<SystemGuess> {
  const placed = sample.flatMap((feature) => {
    const position = feature.geometry && firstPosition(feature.geometry);
    return position ? [{ feature, position }] : [];
  });
  const positions = placed.map(({ position }) => position);
  const extent = await getExtent(em);
  const middle = extent && (extent[0] + extent[2]) / 2;
  const guess = guessByValues(positions, declared, declaredText, middle);
  if (positions.length === 0 || guess.reason === 'NONE') return guess;
  if (!ALIKE.includes(guess.system) && guess.system !== 'CGCS2000') return guess;
  const reader = rowReader({
    ...BLANK,
    target,
    mapping,
    system: 'WGS84',
    swapAxes: guess.swapAxes,
  });
  const sightings = placed.flatMap(({ feature, position }): Sighting[] => {
    const { row, values } = reader(feature);
    const text = (name: string): string | null => (values[name] as string | undefined) ?? null;
    const said = { code: text('code'), name: text('name'), community: text('community') };
    return ALIKE.map((system) => {
      const { swapAxes } = guess;
      return { row, system, position: placeOrNowhere(position, { system, swapAxes }), ...said };
    });
  });
  return settleByPlaces(guess, await fitsOf(em, target, sightings));
}

const BLANK = { repair: false, skipErrors: false, layer: null, encoding: null };
/** Where nothing is known. */
const NOWHERE: Position = [0, 0];

function placeOrNowhere(position: Position, placing: Parameters<typeof place>[1]): Position {
  try {
    return place(position, placing);
  } catch {
    return NOWHERE;
  }
}

function firstPosition(geometry: Geometry): Position | undefined {
  if (geometry.type === 'GeometryCollection') return undefined;
  let nested: unknown = geometry.coordinates;
  while (Array.isArray(nested) && Array.isArray(nested[0])) nested = nested[0];
  return Array.isArray(nested) && nested.length >= 2 ? (nested as Position) : undefined;
}

/** How many features a text file probably has: its lines, or how often it says "geometry". */
async function countLikely(path: string, format: string): Promise<number | null> {
  const mark = format === 'geojson' ? '"geometry"' : '\n';
  let count = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = chunk as Buffer;
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) count++;
  }
  return count || null;
}

/** Checking goes on in steps of about the same length, most of them matching. */
const CHECKING_STEPS = 10;
const MATCHING_STEPS = 7;

/** How the reading of a file is followed and ended. */
export interface ReadingOptions {
  /** Told how many rows are staged. May take its time: nothing is read meanwhile. */
  onRows(rows: number): Promise<void>;
  /** Told that a part of the checks is done. */
  onCheck(done: number, of: number): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Reads a file into the staging tables, matches its rows with what the hub has, and checks them. Nothing that
 * anybody sees is changed.
 * @throws FileTroubleError, and what `signal` throws
 */
export async function readFile(
  fork: () => EntityManager,
  { id, path }: { id: number; path: string },
  { settings, guess, file }: Look,
  { onRows, onCheck, signal }: ReadingOptions,
): Promise<ImportCounts> {
  await clearStaging(fork(), id);
  const source = await openSource(path, openOptionsOf(settings, file.format));
  try {
    const read = rowReader(settings);
    let batch: StagedRow[] = [];
    let rows = 0;
    const flush = async (): Promise<void> => {
      signal.throwIfAborted();
      await stageRows(fork(), id, batch);
      rows += batch.length;
      batch = [];
      if (rows % ROWS_OF_GARBAGE === 0) collectGarbage();
      await onRows(rows);
    };
    for await (const feature of source.features()) {
      batch.push(read(feature));
      if (batch.length >= BATCH) await flush();
    }
    await flush();
  } finally {
    await source.close();
  }
  const em = fork();
  await keepIssues(em, id, systemIssues(settings, guess));
  await checkPolygons(em, id, settings.repair);
  await skipErrors(em, id);
  await onCheck(0, CHECKING_STEPS);
  await indexStaging(em, id);
  await matchRows(em, id, settings.target, async (done, total) => {
    signal.throwIfAborted();
    await onCheck(1 + Math.floor((MATCHING_STEPS * done) / Math.max(1, total)), CHECKING_STEPS);
  });
  signal.throwIfAborted();
  await surveyStaging(em, id);
  await onCheck(1 + MATCHING_STEPS, CHECKING_STEPS);
  await checkRows(em, id, settings.target);
  return countRows(em, id);
}

/** Says so when the places fit another system than the one that was chosen. */
function systemIssues({ system }: ImportSettings, guess: SystemGuess): Issue[] {
  if (guess.reason !== 'PLACES' || guess.system === system) return [];
  const best = guess.fits.find((fit) => fit.system === guess.system);
  return [
    {
      row: null,
      code: 'WRONG_SYSTEM',
      severity: 'WARNING',
      field: 'GEOMETRY',
      value: system,
      detail: guess.system,
      figure: best ? best.hits / best.of : null,
    },
  ];
}
