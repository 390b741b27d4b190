import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getDataVersion, getExtent, getHub } from '../hub/hub.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { findLayerRows, getLayer } from './layers.queries.ts';
import { encodeTile } from './tile.encoder.ts';
import { TileCache } from './tile-cache.ts';
import { layerOf, MAP_LAYERS, tileJson } from './tilejson.ts';
import { findTileRows, type TileAddress, type TileRow } from './tiles.queries.ts';

const DEEPEST_ZOOM = 22;
const YEAR_SECONDS = 31_536_000;

/**
 * Serves Mapbox Vector Tiles in Web Mercator tiles, and TileJSON of them:
 *
 * - `/tiles/{z}/{x}/{y}.mvt?v=<data version>`: regions, communities, facilities and grids, for the service map;
 *   `/tiles/tiles.json`;
 * - `/tiles/{layer}/{z}/{x}/{y}.mvt`: one layer with all its properties; `/tiles/{layer}.json`. Layers are the
 *   collections of OGC API – Features: `communities`, `coverage-plaza-2km`, `service-areas-plaza-2km` …
 *
 * An answer is of the data version that it names in `X-Data-Version`, or a later one; with `v` of the current
 * version it never changes. 204 means that nothing is there.
 */
export function registerTiles(
  app: FastifyInstance,
  fork: () => EntityManager,
  publicReading: boolean,
): void {
  // What not everybody may read must not lie in a cache that everybody shares.
  const shared = publicReading ? 'public' : 'private';
  const cache = new TileCache();
  const options = { config: { policy: 'read', isForOtherSites: true } } as const;

  app.get<{ Params: Address; Querystring: { v?: string } }>(
    '/tiles/:z/:x/:y.mvt',
    options,
    (request, reply) => answer(request, reply, (em, tile) => findTileRows(em, tile)),
  );
  app.get<{ Params: Address & { layer: string }; Querystring: { v?: string } }>(
    '/tiles/:layer/:z/:x/:y.mvt',
    options,
    (request, reply) =>
      answer(request, reply, async (em, tile) =>
        findLayerRows(em, await getLayer(em, request.params.layer), tile),
      ),
  );
  app.get<{ Params: { name: string } }>('/tiles/:name.json', options, async (request, reply) => {
    const em = fork();
    const { name } = request.params;
    const base = `${request.protocol}://${request.host}/tiles`;
    const { attribution, cityName, cityNameEn } = await getHub(em);
    const sources = attribution.map((source) => `${source.name} (${source.licence})`).join('; ');
    const bounds = await getExtent(em);
    reply.header('cache-control', 'no-cache').header('x-data-version', await getDataVersion(em));
    if (name === 'tiles') {
      const title = `近邻 Jinlin · ${cityName} ${cityNameEn}`;
      return tileJson(title, `${base}/{z}/{x}/{y}.mvt`, sources, bounds, MAP_LAYERS);
    }
    const layer = await getLayer(em, name);
    const address = `${base}/${layer.id}/{z}/{x}/{y}.mvt`;
    return tileJson(layer.title, address, sources, bounds, [layerOf(layer)]);
  });

  async function answer(
    request: FastifyRequest<{ Params: Address; Querystring: { v?: string } }>,
    reply: FastifyReply,
    read: (em: EntityManager, tile: TileAddress) => Promise<TileRow[]>,
  ): Promise<FastifyReply> {
    const tile = parseTile(request.params);
    const em = fork();
    const version = await getDataVersion(em);
    const etag = `"${version}"`;
    const immutable = request.query.v === version;
    reply.header('etag', etag).header('x-data-version', version);
    reply.header(
      'cache-control',
      immutable ? `${shared}, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    );
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const { layer = '' } = request.params as { layer?: string };
    const key = `${layer}/${tile.z}/${tile.x}/${tile.y}`;
    let bytes = cache.get(version, key);
    if (bytes === undefined) {
      bytes = encodeTile(await read(em, tile), tile);
      cache.set(version, key, bytes);
    }
    if (bytes === null) return reply.code(204).send();
    return reply.type('application/vnd.mapbox-vector-tile').send(Buffer.from(bytes));
  }
}

type Address = Record<'z' | 'x' | 'y', string>;

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
