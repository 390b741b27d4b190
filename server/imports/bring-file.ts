import { copyFile, mkdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { WorkProgress } from '../access/context.ts';
import { commitImport } from './commit/commit.queries.ts';
import type { ImportOutcome } from './commit/outcome.ts';
import type { Importer } from './importer.ts';
import { countIssues, getStagedBox, type IssueExample, issueExamples } from './preview.queries.ts';
import type { ImportIssueCount } from './preview.types.ts';
import type { ImportRow } from './staged/import-row.ts';
import {
  authorOf,
  createImport,
  discardImports,
  getImport,
  restartReading,
} from './staged/imports.queries.ts';
import { WHOLE_FILE_DOUBTS } from './staged/issues.ts';
import type { ImportSettings } from './staged/settings.ts';

/** Whoever runs a command on the hub's own machine. */
const OPERATOR = { means: 'OPERATOR' } as const;
const LOOK_EVERY_MS = 200;

/** What became of a file that was brought without a page. */
export interface BroughtFile {
  /** As it was read: state, settings, guess and counts. */
  readonly read: ImportRow;
  readonly issues: readonly ImportIssueCount[];
  /** One of each kind of issue. */
  readonly examples: readonly IssueExample[];
  /** What kept it from being written; undefined when nothing did. */
  readonly obstacle: Obstacle | undefined;
  /** Undefined when nothing was written. */
  readonly outcome: ImportOutcome | undefined;
}

/** How a file is brought. */
export interface BringOptions {
  /** What is not left to be guessed. */
  readonly settings: Partial<ImportSettings>;
  /** Kind of all facilities of the file. */
  readonly facilityKind: string | undefined;
  /** Whether it is only looked at. */
  readonly dryRun: boolean;
  /** Whether it is committed though most rows lie outside of the city, or all seem to be shifted. */
  readonly confirmOutside: boolean;
  readonly onProgress: (progress: WorkProgress) => void;
}

/**
 * Reads, checks and commits a file of this machine; nothing is written when it cannot be read, has errors that are not
 * to be skipped, or does not say its reference system.
 */
export async function bringFile(
  fork: () => EntityManager,
  importer: Importer,
  path: string,
  options: BringOptions,
): Promise<BroughtFile> {
  const { size } = await stat(path);
  const id = await createImport(fork(), OPERATOR, { name: basename(path), bytes: size });
  await mkdir(importer.folder, { recursive: true, mode: 0o700 });
  await copyFile(path, importer.pathOf(id));
  try {
    const readBy = async (
      version: number,
      settings: Partial<ImportSettings>,
    ): Promise<ImportRow> => {
      await restartReading(fork(), { id, version }, settings);
      importer.read(id);
      return whenRead(fork, importer, id, options.onProgress);
    };
    let read = await readBy(1, options.settings);
    if (options.facilityKind !== undefined && read.state === 'READY') {
      read = await readBy(read.version, withKind(read.settings, options.facilityKind));
    }
    const issues = await countIssues(fork(), id);
    const examples = await issueExamples(fork(), id);
    const hasPlaces = (await getStagedBox(fork(), id)) !== null;
    const obstacle = obstacleOf(read, issues, hasPlaces, options);
    const outcome =
      options.dryRun || obstacle ? undefined : await commit(fork, importer, read, options);
    return { read, issues, examples, obstacle, outcome };
  } finally {
    await discardImports(fork(), { id });
    await importer.clear(id);
  }
}

/** The settings of a file, with one kind for all its facilities. */
function withKind(settings: Partial<ImportSettings>, kind: string): Partial<ImportSettings> {
  const others = settings.mapping?.filter(({ field }) => field !== 'KIND') ?? [];
  return { ...settings, mapping: [...others, { field: 'KIND', column: null, value: kind }] };
}

/** Why a file that was read is not committed without somebody who looks at it; undefined when it can be. */
export type Obstacle = 'UNREADABLE' | 'SYSTEM' | 'ERRORS' | 'OUTSIDE';

/** What keeps an import from being committed by a command. */
function obstacleOf(
  { state, settings, counts, guess }: ImportRow,
  issues: readonly ImportIssueCount[],
  hasPlaces: boolean,
  { settings: given, confirmOutside }: BringOptions,
): Obstacle | undefined {
  if (state !== 'READY') return 'UNREADABLE';
  const isUnsure = guess?.reason === 'RANGE' && hasPlaces;
  if (settings.system === null || (isUnsure && given.system === undefined)) return 'SYSTEM';
  if ((counts.errors ?? 0) > 0 && !settings.skipErrors) return 'ERRORS';
  const isDoubtful = issues.some(({ code }) => WHOLE_FILE_DOUBTS.includes(code));
  return isDoubtful && !confirmOutside ? 'OUTSIDE' : undefined;
}

async function whenRead(
  fork: () => EntityManager,
  importer: Importer,
  id: number,
  onProgress: BringOptions['onProgress'],
): Promise<ImportRow> {
  for (;;) {
    const row = await getImport(fork(), id, 'id');
    if (row.state !== 'READING') return row;
    const progress = importer.progressOf(id);
    if (progress) onProgress(progress);
    await sleep(LOOK_EVERY_MS);
  }
}

function commit(
  fork: () => EntityManager,
  importer: Importer,
  { id, version, settings }: ImportRow,
  { onProgress, confirmOutside }: BringOptions,
): Promise<ImportOutcome> {
  const system = settings.system as string;
  return importer.follow(id, 'COMMITTING', (told) =>
    commitImport(
      fork(),
      authorOf(OPERATOR),
      { id, version, system, confirmOutside },
      (done, total) => {
        told(done, total);
        onProgress({ phase: 'COMMITTING', done, total });
      },
    ),
  );
}
