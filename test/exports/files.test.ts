import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { asAttachment, namePart } from '../../server/exports/disposition.ts';
import { Semaphore } from '../../server/exports/semaphore.ts';
import { spool } from '../../server/exports/spool.ts';

test('a file is offered under its name, and under one without Chinese', () => {
  expect(asAttachment("台北市-未达标 (a'b).xlsx")).toBe(
    `attachment; filename="a-b-.xlsx"; filename*=UTF-8''%E5%8F%B0%E5%8C%97%E5%B8%82-%E6%9C%AA%E8%BE%BE%E6%A0%87%20%28a%27b%29.xlsx`,
  );
  expect(namePart('a/b\\c: "d" 2 km')).toBe('a-b-c-d-2-km');
});

test('a semaphore runs tasks in order, so many at a time, and refuses too many', async () => {
  const semaphore = new Semaphore(2, 2);
  const log: string[] = [];
  const work = (name: string) => () =>
    new Promise(setImmediate).then(() => {
      log.push(name);
    });
  const taken = ['a', 'b', 'c', 'd'].map((name) => semaphore.run(work(name)));
  await expect(semaphore.run(work('e'))).rejects.toMatchObject({
    extensions: { code: 'TOO_MANY_ATTEMPTS' },
  });
  await Promise.all(taken);
  expect(log).toEqual(['a', 'b', 'c', 'd']);
  // Whoever fails gives their turn on, too.
  await expect(semaphore.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await semaphore.run(work('f'));
  expect(log.at(-1)).toBe('f');
});

test('whoever leaves a queue makes room in it, and their task is never run', async () => {
  const semaphore = new Semaphore(1, 1);
  const log: string[] = [];
  let finish = (): void => undefined;
  const running = semaphore.run(() => new Promise<void>((resolve) => (finish = resolve)));
  const leaving = new AbortController();
  const left = semaphore.run(async () => log.push('left'), leaving.signal);
  leaving.abort();
  await expect(left).rejects.toMatchObject({ extensions: { code: 'BUSY' } });
  const next = semaphore.run(async () => log.push('next'));
  finish();
  await Promise.all([running, next]);
  expect(log).toEqual(['next']);
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
