/**
 * How long files that are made to hold up the hub keep its own thread from other work, in milliseconds: read in a
 * thread of their own, as imports are, and read here. `npx tsx test/bench/hostile-uploads.ts`
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSource, openSourceApart } from '../../server/formats/feature-source.ts';

const FILES: Record<string, () => string> = {
  'a row of ten million commas': () => `a,b\n${','.repeat(10_000_000)}\n`,
  '60 MB of line breaks': () => `a,b\n${'\n'.repeat(60_000_000)}1,2\n`,
  'a cell of 30 MB': () => `a,b\n"${'x'.repeat(30_000_000)}",1\n`,
  '500,000 honest rows': () =>
    `code,name,lon,lat\n${'230103001,道里区工农社区,126.6424,45.7567\n'.repeat(500_000)}`,
};
const RESOLUTION_MS = 5;

const folder = mkdtempSync(join(tmpdir(), 'jinlin-bench-'));
for (const [name, content] of Object.entries(FILES)) {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content());
  for (const open of [openSourceApart, openSource]) {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    const began = performance.now();
    const outcome = await read(path, open);
    delay.disable();
    const longest = (delay.max / 1e6).toFixed(0).padStart(6);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const where = open === openSource ? 'here ' : 'apart';
    console.log(`${where} ${longest} ms at most, ${seconds} s in all: ${name} → ${outcome}`);
  }
}
rmSync(folder, { recursive: true });

async function read(path: string, open: typeof openSource): Promise<number | string> {
  let count = 0;
  try {
    const source = await open(path);
    try {
      for await (const _ of source.features()) count++;
    } finally {
      await source.close();
    }
  } catch (error) {
    return String((error as { code?: string }).code ?? error);
  }
  return count;
}
