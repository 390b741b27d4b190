/**
 * `npm run bench:whatif`: how long one move of a pin takes in Chromium, in a city of 20,000 communities,
 * 100,000 resident cells and 6,000 facilities under a rule of 2 km, by the page's own code: what would turn,
 * the balance, and the communities coloured on a MapLibre map.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import type { Size, Times } from './whatif/page.ts';

const SIZE: Size = {
  communities: 20_000,
  cells: 100_000,
  facilities: 6_000,
  radiusMeters: 2_000,
  moves: 3_000,
};
const TARGET_MS = 4;
const ARGS =
  '--no-sandbox --disable-gpu --disable-background-networking --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader';

const root = fileURLToPath(new URL('./whatif/', import.meta.url));
const outDir = await mkdtemp(join(tmpdir(), 'jinlin-bench-'));
await build({ root, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } });
const server = await preview({
  root,
  configFile: false,
  logLevel: 'error',
  build: { outDir },
  preview: { host: '127.0.0.1', port: 0 },
});
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ARGS.split(' '),
});
try {
  const page = await browser.newPage({ viewport: { width: 800, height: 500 } });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.resolvedUrls?.local[0] as string);
  await page.waitForFunction(() => Boolean(window.run));
  const times: Times = await page.evaluate(
    (size) => (window.run as NonNullable<Window['run']>)(size),
    SIZE,
  );
  report(times);
} finally {
  await browser.close();
  await server.close();
  await rm(outDir, { recursive: true, force: true });
}

function report({ buildMs, workedOut, coloured, turned }: Times): void {
  console.log(
    `${SIZE.communities} communities, ${SIZE.cells} cells, ${SIZE.facilities} facilities, ${SIZE.moves} moves ` +
      `(${turned} times a community turned), on ${cpus().length} × ${cpus()[0]?.model}`,
  );
  console.log(`  made ready in ${buildMs.toFixed(0)} ms`);
  for (const [name, list] of [
    ['worked out', workedOut],
    ['and coloured', coloured],
  ] as const) {
    const sorted = [...list].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] as number;
    console.log(
      `  ${name.padEnd(12)} p50 ${at(0.5).toFixed(2)} ms, p95 ${at(0.95).toFixed(2)} ms, slowest ${sorted.at(-1)?.toFixed(2)} ms; ` +
        `p95 is ${(at(0.95) / TARGET_MS).toFixed(2)} of the target of ${TARGET_MS} ms`,
    );
  }
}
