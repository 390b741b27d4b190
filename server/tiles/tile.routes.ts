import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getDataVersion, getExtent, getHub } from '../hub/hub.queries.ts';
import { readAtVersion } from '../hub/snapshot.queries.ts';
import { both, findExtents, getCollection } from '../ogc/collections.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { hasAlready, setCaching } from '../shared/http-cache.ts';
import { originOf } from '../shared/origin.ts';
import { findLayerRows } from './layers.queries.ts';
import { encodeTile } from './tile.encoder.ts';
import { TileCache } from './tile-cache.ts';
import { layerOf, MAP_LAYERS, tileJson } from './tilejson.ts';
import { findTileRows, type TileAddress, type TileRow } from './tiles.queries.ts';

const DEEPEST_ZOOM = 22;
const MVT_TYPE = 'application/vnd.mapbox-vector-tile';

type Address = Record<'z' | 'x' | 'y', string>;
type TileRequest = FastifyRequest<{ Params: Address; Querystring: { v?: string } }>;

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
export function registerTiles(
  app: FastifyInstance,
  fork: () => EntityManager,
  publicReading: boolean,
): void {
  const cache = new TileCache();
  const options = { config: { policy: 'read', isForOtherSites: true } } as const;

  app.get<{ Params: Address; Querystring: { v?: string } }>(
    '/tiles/:z/:x/:y.mvt',
    options,
    (request, reply) => answerTile(request, reply, '', findTileRows),
  );
  app.get<{ Params: Address & { layer: string }; Querystring: { v?: string } }>(
    '/tiles/:layer/:z/:x/:y.mvt',
    options,
    (request, reply) => {
      const { layer } = request.params;
      return answerTile(request, reply, layer, async (em, tile) =>
        findLayerRows(em, await getCollection(em, layer, 'layer'), tile),
      );
    },
  );
  app.get<{ Params: { name: string } }>('/tiles/:name.json', options, async (request, reply) => {
    const base = `${originOf(request)}/tiles`;
    const found = await readAtVersion(fork(), async (tx, version) => ({
      version,
      document: await describeTiles(tx, base, request.params.name),
    }));
    const etag = `W/"${found.version}"`;
    setCaching(reply, { version: found.version, etag, isPublic: publicReading });
    return hasAlready(request, etag) ? reply.code(304).send() : reply.send(found.document);
  });

  async function answerTile(
    request: TileRequest,
    reply: FastifyReply,
    layer: string,
    read: (em: EntityManager, tile: TileAddress) => Promise<TileRow[]>,
  ): Promise<FastifyReply> {
    const tile = parseTile(request.params);
    const key = `${layer}/${tile.z}/${tile.x}/${tile.y}`;
    const em = fork();
    let version = await getDataVersion(em);
    const isKnown = hasAlready(request, `"${version}"`);
    let bytes = isKnown ? null : cache.get(version, key);
    if (bytes === undefined) {
      const found = await readAtVersion(em, async (tx, of) => ({ of, rows: await read(tx, tile) }));
      version = found.of;
      bytes = encodeTile(found.rows, tile);
      cache.set(version, key, bytes);
    }
    const isImmutable = request.query.v === version;
    setCaching(reply, { version, etag: `"${version}"`, isPublic: publicReading, isImmutable });
    if (isKnown) return reply.code(304).send();
    if (bytes === null) return reply.code(204).send();
    return reply.type(MVT_TYPE).send(Buffer.from(bytes));
  }
}

/** TileJSON of a layer, or of the tiles of the service map. `base` is the address of `/tiles`. */
async function describeTiles(em: EntityManager, base: string, name: string): Promise<object> {
  const { attribution, cityName, cityNameEn } = await getHub(em);
  const sources = attribution.map((source) => `${source.name} (${source.licence})`).join('; ');
  if (name === 'tiles') {
    const title = `近邻 Jinlin · ${cityName} ${cityNameEn}`;
    return tileJson(title, `${base}/{z}/{x}/{y}.mvt`, sources, await getExtent(em), MAP_LAYERS);
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
