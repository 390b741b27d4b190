/**
 * `npm run city:import`: brings the files of a city into the hub, one after the other, unattended. It works on a hub
 * that is stopped, and beside a running one. Ends with 0 when all files are in, 1 when something went wrong, 2 when the
 * arguments cannot be understood, 3 when a file was not written because somebody has to look at it.
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLError } from 'graphql';
import { openDatabase } from '../../db/orm.ts';
import { bringFile } from '../imports/bring-file.ts';
import { Importer } from '../imports/importer.ts';
import { setUp } from '../setup.ts';
import { readConfig } from '../shared/config.ts';
import { type CityFile, readCityArguments, UsageError } from './city-arguments.ts';
import { describeFile, type Told } from './city-report.ts';

/** How the process ends. */
const EXIT = { DONE: 0, FAILED: 1, USAGE: 2, LOOK: 3 } as const;

async function main(): Promise<number> {
  const { files, dryRun, confirmOutside } = readCityArguments(process.argv.slice(2));
  const config = readConfig(process.env);
  const database = await openDatabase({ ...config, beside: true, log: console.log });
  const folder = await mkdtemp(join(tmpdir(), 'jinlin-city-'));
  const fork = () => database.orm.em.fork();
  const importer = new Importer(fork, { folder, alone: false, log: console.error });
  try {
    await setUp(database, console.log, { sample: false });
    const told: Told[] = [];
    for (const file of files) told.push(await bring(file));
    return Math.max(...told.map(({ isIn }) => (isIn ? EXIT.DONE : EXIT.LOOK)));
  } finally {
    await importer.close();
    await rm(folder, { recursive: true, force: true });
    await database.close();
  }

  async function bring({ path, settings, facilityKind }: CityFile): Promise<Told> {
    const began = performance.now();
    const show = progressLine(path);
    const brought = await bringFile(fork, importer, path, {
      ...{ settings, facilityKind, dryRun, confirmOutside },
      onProgress: show,
    });
    const seconds = (performance.now() - began) / 1_000;
    const told = describeFile(path, brought, { dryRun, seconds });
    for (const line of told.lines) console.log(line);
    return told;
  }
}

/** Shows on a terminal how far the work on a file has come. */
function progressLine(path: string): Parameters<typeof bringFile>[3]['onProgress'] {
  if (!process.stdout.isTTY) return () => undefined;
  return ({ phase, done, total }) => {
    const share = total ? ` ${Math.floor((100 * done) / total)} %` : ` ${done}`;
    process.stdout.write(`\r\x1b[K${path}: ${phase.toLowerCase()}${share}\r`);
  };
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isTold = error instanceof GraphQLError || error instanceof Error;
    console.error(isTold ? error.message : error);
    process.exitCode = error instanceof UsageError ? EXIT.USAGE : EXIT.FAILED;
  },
);
