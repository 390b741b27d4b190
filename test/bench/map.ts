/**
 * `npm run bench:map`: how soon the map of the whole city can be used after navigation, in Chromium with
 * software rendering, each time with an empty cache. Prints medians and the ratio to the target.
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { openDatabase } from '../../db/orm.ts';
import { packageRoot } from '../../db/package-root.ts';
import { createApp } from '../../server/app.ts';
import { setUp } from '../../server/setup.ts';

const RUNS = 7;
const TARGET_MS = 3_000;
const ARGS =
  '--no-sandbox --disable-gpu --disable-background-networking --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader';

interface Sample {
  panelMs: number;
  paintedMs: number;
  interactiveMs: number;
  idleMs: number;
}

const dataDir = await mkdtemp(join(tmpdir(), 'jinlin-bench-'));
const database = await openDatabase({ dataDir });
await setUp(database);
const app = await createApp({ database, webDir: join(packageRoot, 'dist', 'web') });
await app.listen({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ARGS.split(' ') });

const samples: Sample[] = [];
for (let run = 0; run <= RUNS; run++) {
  const sample = await measure();
  // The first run warms the hub's tile cache and Chromium itself.
  if (run > 0) samples.push(sample);
}
await browser.close();
await app.close();
await database.close();
await rm(dataDir, { recursive: true, force: true });

console.log(
  `Map of the city at 1280 × 800, cold cache, ${RUNS} runs, on ${cpus().length} × ${cpus()[0]?.model}`,
);
for (const key of ['panelMs', 'paintedMs', 'interactiveMs', 'idleMs'] as const) {
  const values = samples.map((sample) => sample[key]).sort((a, b) => a - b);
  const median = values[Math.floor(values.length / 2)] ?? Number.NaN;
  const range = `${values[0]?.toFixed(0)}–${values.at(-1)?.toFixed(0)} ms`;
  const ratio = (median / TARGET_MS).toFixed(2);
  console.log(
    `${key.padEnd(14)} median ${median.toFixed(0)} ms (${range}), ${ratio} of the target`,
  );
}

/** Panel: the figures stand. Painted: all verdicts are coloured. Interactive: a pan is drawn. Idle: all is. */
async function measure(): Promise<Sample> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  const began = performance.now();
  const since = (): number => performance.now() - began;
  const panel = page.getByTestId('summary').waitFor().then(since);
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(
    () => {
      const states = new Set<string>();
      const map = (
        globalThis as unknown as {
          jinlin?: {
            map: { queryRenderedFeatures(): { id: unknown; state: { status?: string } }[] };
          };
        }
      ).jinlin?.map;
      for (const { id, state } of map?.queryRenderedFeatures() ?? []) {
        if (state.status) states.add(String(id));
      }
      return states.size >= 456;
    },
    undefined,
    { polling: 100 },
  );
  const paintedMs = since();
  await page.evaluate(async () => {
    const { map } = (
      globalThis as unknown as {
        jinlin: {
          map: {
            panBy(by: number[], options: object): void;
            once(name: string, then: () => void): void;
          };
        };
      }
    ).jinlin;
    await new Promise<void>((resolve) => {
      map.once('render', resolve);
      map.panBy([40, 0], { animate: false });
    });
  });
  const interactiveMs = since();
  await page.evaluate(() =>
    (globalThis as unknown as { jinlin: { idle(): Promise<void> } }).jinlin.idle(),
  );
  const sample = { panelMs: await panel, paintedMs, interactiveMs, idleMs: since() };
  await context.close();
  return sample;
}
