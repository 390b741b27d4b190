import { describe, expect, test } from 'vitest';
import { DataVersions } from '../../server/hub/data-versions.ts';

describe('the data version', () => {
  test('is read after the question was asked, once for all who wait', async () => {
    let reads = 0;
    const waiting: (() => void)[] = [];
    const versions = new DataVersions(async () => {
      const version = String(++reads);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return version;
    });
    const first = versions.now();
    await new Promise(setImmediate);
    expect(reads).toBe(1);
    // Asked while the first is being read: that one may be too old for them.
    const later = [versions.now(), versions.now(), versions.now()];
    waiting.shift()?.();
    expect(await first).toBe('1');
    await new Promise(setImmediate);
    waiting.shift()?.();
    expect(await Promise.all(later)).toEqual(['2', '2', '2']);
    expect(reads).toBe(2);
  });

  test('is read again after a failure', async () => {
    let reads = 0;
    const versions = new DataVersions(async () => {
      if (reads++ === 0) throw new Error('The database is away.');
      return 'there';
    });
    const [lost, found] = [versions.now(), new Promise(setImmediate).then(() => versions.now())];
    await expect(lost).rejects.toThrow('away');
    expect(await found).toBe('there');
  });
});
