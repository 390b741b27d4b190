import { describe, expect, test } from 'vitest';
import { type Tile, TileCache } from '../../server/tiles/tile-cache.ts';

const tileOf = (bytes: number): Tile => ({ version: '1', bytes: Buffer.alloc(bytes) });
/** Somebody who does not go away. */
const PRESENT = new AbortController().signal;
const EMPTY: Tile = { version: '1', bytes: null };

/** Whether a tile had to be read. */
async function isRead(cache: TileCache, address: string, tile: Tile, version = '1') {
  let isRead = false;
  const read = async () => {
    isRead = true;
    return tile;
  };
  await cache.fetch(address, version, read, PRESENT);
  return isRead;
}

describe('the cache of tiles', () => {
  test('has the tiles of each data version, empty ones too', async () => {
    const cache = new TileCache(100_000);
    for (const tile of [tileOf(10), EMPTY]) {
      const address = `8/${tile.bytes?.length}`;
      expect(await isRead(cache, address, tile)).toBe(true);
      expect(await isRead(cache, address, tile)).toBe(false);
      expect(await isRead(cache, address, tile, '2')).toBe(true);
    }
  });

  test('when it is full lets go of those that were not used for the longest, not of all', async () => {
    const cache = new TileCache(100_000);
    for (let i = 0; i < 100; i++) {
      await isRead(cache, `${i}`, tileOf(5_000));
      await isRead(cache, '0', tileOf(5_000));
      expect(cache.bytes).toBeLessThanOrEqual(100_000);
    }
    expect(cache.bytes).toBeGreaterThan(80_000);
    expect(await isRead(cache, '0', EMPTY)).toBe(false);
    expect(await isRead(cache, '99', EMPTY)).toBe(false);
    expect(await isRead(cache, '1', EMPTY)).toBe(true);
  });

  test('counts what empty tiles take, of which there are millions', async () => {
    const cache = new TileCache(100_000);
    for (let i = 0; i < 1_000; i++) await isRead(cache, `${i}`, EMPTY);
    expect(cache.bytes).toBeGreaterThan(50_000);
    expect(cache.bytes).toBeLessThanOrEqual(100_000);
    expect(await isRead(cache, '0', EMPTY)).toBe(true);
  });

  test('gives a tile up when all who wait for it have gone away, and reads it again for the next', async () => {
    const cache = new TileCache(100_000);
    const reads: AbortSignal[] = [];
    const read = (signal: AbortSignal): Promise<Tile> => {
      reads.push(signal);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('given up')));
        if (reads.length > 1) resolve(tileOf(10));
      });
    };
    const clients = [new AbortController(), new AbortController()];
    const waiting = clients.map(({ signal }) => cache.fetch('a', '1', read, signal));
    clients[0]?.abort();
    expect(reads[0]?.aborted).toBe(false);
    clients[1]?.abort();
    expect(reads[0]?.aborted).toBe(true);
    const next = cache.fetch('a', '1', read, PRESENT);
    for (const left of waiting) await expect(left).rejects.toThrow('given up');
    expect(await next).toEqual(tileOf(10));
    expect(reads).toHaveLength(2);
    expect(await isRead(cache, 'a', EMPTY)).toBe(false);
  });

  test('reads a tile once for all who come for it at the same time', async () => {
    const cache = new TileCache(100_000);
    let reads = 0;
    const read = async () => {
      reads++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return tileOf(10);
    };
    const all = await Promise.all([
      cache.fetch('a', '1', read, PRESENT),
      cache.fetch('a', '1', read, PRESENT),
    ]);
    expect(all[0]).toBe(all[1]);
    expect(reads).toBe(1);
  });
});
