import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { asAttachment, namePart } from '../../server/exports/disposition.ts';
import { spool } from '../../server/exports/spool.ts';
import { Turns } from '../../server/exports/turns.ts';

test('a file is offered under its name, and under one without Chinese', () => {
  expect(asAttachment("台北市-未达标 (a'b).xlsx")).toBe(
    `attachment; filename="a-b-.xlsx"; filename*=UTF-8''%E5%8F%B0%E5%8C%97%E5%B8%82-%E6%9C%AA%E8%BE%BE%E6%A0%87%20%28a%27b%29.xlsx`,
  );
  expect(namePart('a/b\\c: "d" 2 km')).toBe('a-b-c-d-2-km');
});

test('turns are taken in order, so many at a time, and too many are refused', async () => {
  const turns = new Turns(2, 2);
  const log: string[] = [];
  const work = (name: string) => () =>
    sleep(20).then(() => {
      log.push(name);
    });
  const taken = ['a', 'b', 'c', 'd'].map((name) => turns.take(work(name)));
  await expect(turns.take(work('e'))).rejects.toMatchObject({
    extensions: { code: 'TOO_MANY_ATTEMPTS' },
  });
  await Promise.all(taken);
  expect(log).toEqual(['a', 'b', 'c', 'd']);
  // Whoever fails gives their turn on, too.
  await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await turns.take(work('f'));
  expect(log.at(-1)).toBe('f');
});

test('what was spooled goes when it was read, or let go of, or could not be made', async () => {
  // A temporary folder of its own, as others use the common one at the same time.
  const folder = mkdtempSync(join(tmpdir(), 'jinlin-spools-'));
  vi.stubEnv('TMPDIR', folder);
  const spools = (): string[] => readdirSync(folder);
  async function* source(fails: boolean): AsyncGenerator<Buffer> {
    yield Buffer.from('hello ');
    if (fails) throw new Error('broken');
    yield Buffer.from('world');
  }
  const read = await spool(source(false));
  expect(read.bytes).toBe(11);
  expect(spools()).toHaveLength(1);
  expect(await text(read.stream)).toBe('hello world');
  (await spool(source(false))).stream.destroy();
  await expect(spool(source(true))).rejects.toThrow('broken');
  await expect.poll(spools).toEqual([]);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
