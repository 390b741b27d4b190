import { LRUCache } from 'lru-cache';

/** An encoded tile and the data version that it is of. */
export interface Tile {
  readonly version: string;
  /** Mapbox Vector Tile; null when nothing lies in it. */
  readonly bytes: Buffer | null;
}

/** The most that tiles may take in memory, in bytes. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What a tile takes besides its bytes and the compressed forms of it, about; an empty tile takes no less. */
const OVERHEAD_BYTES = 512;
const WITH_FORMS = 1.5;

/** Reads a tile; it may stop when `signal` is aborted. */
type Read = (signal: AbortSignal) => Promise<Tile>;

/** A tile that is being read, for all who wait for it. */
interface Reading {
  waiting: number;
  readonly leaving: AbortController;
}

/**
 * Tiles by address and data version. When there is no more room, those that were not used for the longest go first.
 * While a tile is read, whoever else comes for it waits for the same; when all of them have gone away, it is given up.
 */
export class TileCache {
  readonly #tiles: LRUCache<string, Tile, () => Promise<Tile>>;
  readonly #readings = new Map<string, Reading>();

  constructor(mostBytes = MOST_BYTES) {
    this.#tiles = new LRUCache<string, Tile, () => Promise<Tile>>({
      maxSize: mostBytes,
      sizeCalculation: ({ bytes }, key) =>
        Math.ceil((bytes?.byteLength ?? 0) * WITH_FORMS) + key.length + OVERHEAD_BYTES,
      fetchMethod: (_key, _stale, { context: read }) => read(),
      // A tile that is let go of before it is there is still one for those who wait for it.
      ignoreFetchAbort: true,
    });
  }

  /** Bytes taken. */
  get bytes(): number {
    return this.#tiles.calculatedSize;
  }

  /** The tile at an address, of this data version or a later one. `presence` is aborted when the client goes away. */
  async fetch(address: string, version: string, read: Read, presence: AbortSignal): Promise<Tile> {
    const key = `${version}/${address}`;
    const kept = this.#tiles.get(key);
    if (kept) return kept;
    const reading = this.#readings.get(key) ?? { waiting: 0, leaving: new AbortController() };
    this.#readings.set(key, reading);
    reading.waiting++;
    const leave = (): void => {
      reading.waiting--;
      if (reading.waiting > 0) return;
      // Whoever comes now begins anew.
      this.#readings.delete(key);
      this.#tiles.delete(key);
      reading.leaving.abort();
    };
    presence.addEventListener('abort', leave);
    try {
      return await this.#tiles.forceFetch(key, { context: () => read(reading.leaving.signal) });
    } finally {
      presence.removeEventListener('abort', leave);
      if (this.#readings.get(key) === reading) this.#readings.delete(key);
    }
  }
}
