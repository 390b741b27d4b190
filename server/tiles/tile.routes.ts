import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { getDataVersion } from '../hub/hub.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { encodeTile } from './tile.encoder.ts';
import { findTileRows, type TileAddress } from './tiles.queries.ts';

/** The most that tiles of the current data version may take in memory. */
const CACHE_BYTES = 64 * 1024 * 1024;
const DEEPEST_ZOOM = 22;
const YEAR_SECONDS = 31_536_000;

/** Encoded tiles of one data version; a new version empties it. */
class TileCache {
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

/**
 * Serves `GET /tiles/{z}/{x}/{y}.mvt?v=<data version>`: Mapbox Vector Tiles of regions, communities,
 * facilities and grids in Web Mercator tiles. An answer for the current version never changes; 204
 * means that nothing is there.
 */
export function registerTiles(
  app: FastifyInstance,
  fork: () => EntityManager,
  publicReading: boolean,
): void {
  // What not everybody may read must not lie in a cache that everybody shares.
  const shared = publicReading ? 'public' : 'private';
  const cache = new TileCache();
  app.get<{ Params: Record<'z' | 'x' | 'y', string>; Querystring: { v?: string } }>(
    '/tiles/:z/:x/:y.mvt',
    { config: { policy: 'read' } },
    async (request, reply) => {
      const tile = parseTile(request.params);
      const em = fork();
      const version = await getDataVersion(em);
      const etag = `"${version}"`;
      const immutable = request.query.v === version;
      reply.header('etag', etag);
      reply.header(
        'cache-control',
        immutable ? `${shared}, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      );
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      const key = `${tile.z}/${tile.x}/${tile.y}`;
      let bytes = cache.get(version, key);
      if (bytes === undefined) {
        bytes = encodeTile(await findTileRows(em, tile), tile);
        cache.set(version, key, bytes);
      }
      if (bytes === null) return reply.code(204).send();
      return reply.type('application/vnd.mapbox-vector-tile').send(Buffer.from(bytes));
    },
  );
}

function parseTile(params: Record<'z' | 'x' | 'y', string>): TileAddress {
  const parse = (name: 'z' | 'x' | 'y', limit: number): number => {
    const value = /^\d{1,8}$/.test(params[name]) ? Number(params[name]) : Number.NaN;
    if (!(value < limit)) {
      throw new BadUserInputError(name, `must be a whole number from 0 to ${limit - 1}.`);
    }
    return value;
  };
  const z = parse('z', DEEPEST_ZOOM + 1);
  return { z, x: parse('x', 2 ** z), y: parse('y', 2 ** z) };
}
