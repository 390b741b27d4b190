/** The most that tiles of the current data version may take in memory. */
const CACHE_BYTES = 64 * 1024 * 1024;

/** Encoded tiles of one data version; a new version empties it. Null is a tile with nothing in it. */
export class TileCache {
  #version = '';
  #bytes = 0;
  readonly #tiles = new Map<string, Uint8Array | null>();

  get(version: string, key: string): Uint8Array | null | undefined {
    return version === this.#version ? this.#tiles.get(key) : undefined;
  }

  set(version: string, key: string, tile: Uint8Array | null): void {
    const size = tile?.byteLength ?? 0;
    if (version !== this.#version || this.#bytes + size > CACHE_BYTES) {
      this.#tiles.clear();
      this.#bytes = 0;
      this.#version = version;
    }
    this.#tiles.set(key, tile);
    this.#bytes += size;
  }
}
