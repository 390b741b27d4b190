import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../db/orm.ts';
import { setUp } from '../../server/setup.ts';
import './context.ts';

/** Fills one embedded database with the sample city; every test file gets a copy of its folder. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const embeddedFolder = await mkdtemp(join(tmpdir(), 'jinlin-test-'));
  const database = await openDatabase({ dataDir: embeddedFolder });
  try {
    await setUp(database);
  } finally {
    await database.close();
  }
  project.provide('databases', { embeddedFolder });
  return () => rm(embeddedFolder, { recursive: true, force: true });
}
