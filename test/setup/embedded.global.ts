import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import './context.ts';
import { fillSample, once } from './work.ts';

/** Fills one embedded database with the sample city, for all projects; test files get copies of its folder. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const { databases, stop } = await once('embedded sample', begin);
  project.provide('databases', databases);
  return stop;
}

async function begin() {
  const folder = await mkdtemp(join(tmpdir(), 'jinlin-test-'));
  const embeddedFolder = join(folder, 'sample');
  const filling = fillSample(embeddedFolder);
  return {
    databases: { embeddedFolder, copies: join(folder, 'copy-'), filling: filling.id },
    async stop() {
      await filling.stop();
      // Databases of tests that have ended may still be putting their files away.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
