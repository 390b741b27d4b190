import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withDeadline } from '../../db/deadline.ts';
import { sendCompressed } from '../http/compressed.ts';
import { hasAlready, setCaching } from '../http/http-cache.ts';
import { originOf } from '../http/origin.ts';
import { presenceOf } from '../http/presence.ts';
import type { DataVersions } from '../hub/data-versions.ts';
import { getExtent, getHub } from '../hub/hub.queries.ts';
import { readAtVersion } from '../hub/snapshot.queries.ts';
import { both, findExtents, getCollection } from '../ogc/collections.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { findLayerRows } from './layers.queries.ts';
import { encodeTile } from './tile.encoder.ts';
import { type Tile, TileCache } from './tile-cache.ts';
import { layerOf, mapLayers, tileJson } from './tilejson.ts';
import { findTileRows, type TileAddress, type TileRow } from './tiles.queries.ts';

const DEEPEST_ZOOM = 22;
const MVT_TYPE = 'application/vnd.mapbox-vector-tile';

type Address = Record<'z' | 'x' | 'y', string>;
type FindRows = (em: EntityManager, tile: TileAddress) => Promise<TileRow[]>;
type TileRequest = FastifyRequest<{ Params: Address; Querystring: { v?: string } }>;

/** What tiles stand on. */
export interface TileOptions {
  readonly fork: () => EntityManager;
  readonly versions: DataVersions;
  /** How long a tile may take, in milliseconds. */
  readonly limitMs: number;
  /** Whether anybody may read. */
  readonly publicReading: boolean;
}

/**
 * Serves Mapbox Vector Tiles in Web Mercator tiles, and TileJSON of them:
 *
 * - `/tiles/{z}/{x}/{y}.mvt?v=<data version>`: regions, communities, facilities and grids, for the service map;
 *   `/tiles/tiles.json`;
 * - `/tiles/{layer}/{z}/{x}/{y}.mvt`: one layer with all its properties; `/tiles/{layer}.json`. Layers are the
 *   collections of OGC API – Features: `communities`, `coverage-plaza-2km`, `service-areas-plaza-2km` …
 *
 * An answer is of the data version that it names in `X-Data-Version`; with `v` of the current version it
 * never changes. 204 means that nothing is there.
 */
export function registerTiles(app: FastifyInstance, options: TileOptions): void {
  const { fork, versions, limitMs, publicReading } = options;
  const cache = new TileCache();
  const config = { policy: 'read', isForOtherSites: true, weight: 'light' } as const;
  const ofTiles = { config, compress: false } as const;

  app.get<{ Params: Address; Querystring: { v?: string } }>(
    '/tiles/:z/:x/:y.mvt',
    ofTiles,
    (request, reply) => sendTile(request, reply, '', findTileRows),
  );
  app.get<{ Params: Address & { layer: string }; Querystring: { v?: string } }>(
    '/tiles/:layer/:z/:x/:y.mvt',
    ofTiles,
    (request, reply) => {
      const { layer } = request.params;
      return sendTile(request, reply, layer, async (em, tile) =>
        findLayerRows(em, await getCollection(em, layer, 'layer'), tile),
      );
    },
  );
  app.get<{ Params: { name: string } }>('/tiles/:name.json', { config }, async (request, reply) => {
    const base = `${originOf(request)}/tiles`;
    const read = () =>
      readAtVersion(fork(), async (tx, version) => ({
        version,
        document: await describeTiles(tx, base, request.params.name),
      }));
    const found = await withDeadline(limitMs, read, presenceOf(reply));
    const etag = `W/"${found.version}"`;
    setCaching(reply, { version: found.version, etag, isPublic: publicReading });
    return hasAlready(request, etag) ? reply.code(304).send() : reply.send(found.document);
  });

  async function sendTile(
    request: TileRequest,
    reply: FastifyReply,
    layer: string,
    find: FindRows,
  ): Promise<FastifyReply> {
    const address = parseTile(request.params);
    const { z, x, y } = address;
    const now = await versions.now();
    const isKnown = hasAlready(request, `"${now}"`);
    const read = (signal: AbortSignal): Promise<Tile> =>
      withDeadline(limitMs, () => readTile(fork(), address, find), signal);
    const { version, bytes }: Tile = isKnown
      ? { version: now, bytes: null }
      : await cache.fetch(`${layer}/${z}/${x}/${y}`, now, read, presenceOf(reply));
    const isImmutable = request.query.v === version;
    setCaching(reply, { version, etag: `"${version}"`, isPublic: publicReading, isImmutable });
    if (isKnown) return reply.code(304).send();
    if (bytes === null) return reply.code(204).send();
    return sendCompressed(request, reply.type(MVT_TYPE), bytes);
  }
}

/** A tile of one snapshot of the data. */
async function readTile(em: EntityManager, address: TileAddress, find: FindRows): Promise<Tile> {
  const { version, rows } = await readAtVersion(em, async (tx, version) => ({
    version,
    rows: await find(tx, address),
  }));
  const bytes = encodeTile(rows, address);
  return { version, bytes: bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** TileJSON of a layer, or of the tiles of the service map. `base` is the address of `/tiles`. */
async function describeTiles(em: EntityManager, base: string, name: string): Promise<object> {
  const { attribution, cityName, cityNameEn } = await getHub(em);
  const sources = attribution.map((source) => `${source.name} (${source.licence})`).join('; ');
  if (name === 'tiles') {
    const title = `近邻 Jinlin · ${cityName} ${cityNameEn}`;
    return tileJson(title, `${base}/{z}/{x}/{y}.mvt`, sources, await getExtent(em), mapLayers());
  }
  const layer = await getCollection(em, name, 'layer');
  const { bbox = null } = (await findExtents(em, [layer])).get(layer.id) ?? {};
  const address = `${base}/${layer.id}/{z}/{x}/{y}.mvt`;
  return tileJson(both(layer.title), address, sources, bbox, [layerOf(layer)]);
}

function parseTile(params: Address): TileAddress {
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
