import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { getHub } from '../hub/hub.queries.ts';
import { NotFoundError, STATUS_OF_CODE } from '../shared/errors.ts';
import { type Collection, findCollections } from './collections.queries.ts';
import {
  CONFORMANCE,
  collectionList,
  describe,
  GEOJSON_TYPE,
  JSON_TYPE,
  type Link,
  landing,
  OPENAPI_TYPE,
} from './documents.ts';
import { parseItemsRequest, parseParameters } from './items.input.ts';
import { findExtents, findItem, findItems, onOneState } from './items.queries.ts';
import { openApi } from './openapi.ts';
import { parseReference } from './reference.ts';

/** What every answer says of itself. */
interface Answer {
  readonly body: object;
  readonly dataVersion: string;
  readonly type?: string;
  /** URI of the system of the geometries. */
  readonly reference?: string;
}

type Handler = (
  tx: EntityManager,
  request: FastifyRequest,
  base: string,
) => Promise<Omit<Answer, 'dataVersion'>>;

/**
 * Serves OGC API – Features (Part 1: core, GeoJSON, OpenAPI 3.0; Part 2: coordinate reference systems) under
 * `/ogc`. Each answer is of one state of the data, and names it in `X-Data-Version` and `ETag`.
 */
export async function registerOgc(
  app: FastifyInstance,
  fork: () => EntityManager,
  publicReading: boolean,
): Promise<void> {
  await app.register(async (ogc) => {
    ogc.setErrorHandler((error: FastifyError | GraphQLError, request, reply) => {
      if (!(error instanceof GraphQLError)) throw error;
      const { code, field } = error.extensions;
      const body = { code, description: error.message, field, requestId: request.id };
      reply.code(STATUS_OF_CODE[String(code)] ?? 500).send(body);
    });
    addRoutes(ogc, fork, publicReading);
  });
}

function addRoutes(app: FastifyInstance, fork: () => EntityManager, publicReading: boolean): void {
  const answer = (url: string, handle: Handler): void => {
    app.get(url, { config: { policy: 'read', isForOtherSites: true } }, async (request, reply) => {
      const base = `${request.protocol}://${request.host}/ogc`;
      const found = await onOneState(fork(), (tx) => handle(tx, request, base));
      return send(request, reply, found, publicReading);
    });
  };

  answer('/ogc', async (tx, { query }, base) => {
    parseParameters(query, ['f']);
    return { body: landing(base, await titleOf(tx)) };
  });
  answer('/ogc/conformance', async (_tx, { query }) => {
    parseParameters(query, ['f']);
    return { body: { conformsTo: CONFORMANCE } };
  });
  answer('/ogc/api', async (tx, { query }, base) => {
    parseParameters(query, ['f']);
    const body = openApi(base, await titleOf(tx), await findCollections(tx));
    return { body, type: OPENAPI_TYPE };
  });
  answer('/ogc/collections', async (tx, { query }, base) => {
    parseParameters(query, ['f']);
    const collections = await findCollections(tx);
    return { body: collectionList(base, collections, await findExtents(tx, collections)) };
  });
  answer('/ogc/collections/:collection', async (tx, { query, params }, base) => {
    parseParameters(query, ['f']);
    const collection = await getCollection(tx, params);
    const extents = await findExtents(tx, [collection]);
    return { body: describe(base, collection, extents.get(collection.id)) };
  });
  answer('/ogc/collections/:collection/items', async (tx, request, base) => {
    const collection = await getCollection(tx, request.params);
    const asked = parseItemsRequest(collection, request.query);
    const { features, matched, next } = await findItems(tx, collection, asked);
    const at = `${base}/collections/${collection.id}`;
    const links: Link[] = [
      { href: `${at}/items${queryOf(request)}`, rel: 'self', type: GEOJSON_TYPE },
      { href: at, rel: 'collection', type: JSON_TYPE },
    ];
    if (next !== undefined) {
      links.push({
        href: `${at}/items${queryOf(request, String(next))}`,
        rel: 'next',
        type: GEOJSON_TYPE,
      });
    }
    const body = {
      type: 'FeatureCollection',
      numberMatched: matched,
      numberReturned: features.length,
      timeStamp: new Date().toISOString(),
      links,
      features,
    };
    return { body, type: GEOJSON_TYPE, reference: asked.reference.uri };
  });
  answer('/ogc/collections/:collection/items/:feature', async (tx, { query, params }, base) => {
    const collection = await getCollection(tx, params);
    const { crs } = parseParameters(query, ['crs', 'f']);
    const reference = parseReference(crs, 'crs');
    const { feature: id } = params as { feature: string };
    const key = new RegExp(`^${collection.idPrefix}_([1-9]\\d{0,8})$`).exec(id)?.[1];
    const feature =
      key === undefined ? null : await findItem(tx, collection, Number(key), reference);
    const at = `${base}/collections/${collection.id}`;
    if (!feature) {
      throw new NotFoundError('featureId', `There is no feature ${id.slice(0, 40)} in ${at}.`);
    }
    const links: Link[] = [
      { href: `${at}/items/${feature.id}`, rel: 'self', type: GEOJSON_TYPE },
      { href: at, rel: 'collection', type: JSON_TYPE },
    ];
    return { body: { ...feature, links }, type: GEOJSON_TYPE, reference: reference.uri };
  });
}

async function titleOf(em: EntityManager): Promise<string> {
  const { cityName, cityNameEn } = await getHub(em);
  return `近邻 Jinlin · ${cityName} ${cityNameEn}`;
}

async function getCollection(em: EntityManager, params: unknown): Promise<Collection> {
  const { collection: id } = params as { collection: string };
  const collections = await findCollections(em);
  const found = collections.find((collection) => collection.id === id);
  if (found) return found;
  const known = collections.map((collection) => collection.id).join(', ');
  throw new NotFoundError(
    'collectionId',
    `There is no collection ${id.slice(0, 40)}; there are: ${known}.`,
  );
}

/** The query string of a request as it came, with another place to go on from. */
function queryOf({ url }: FastifyRequest, after?: string): string {
  const parameters = new URLSearchParams(url.split('?')[1] ?? '');
  if (after !== undefined) parameters.set('after', after);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function send(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { body, dataVersion, type = JSON_TYPE, reference }: Answer,
  publicReading: boolean,
): FastifyReply {
  // The links name the host that was asked for.
  const etag = `"${dataVersion}"`;
  reply.header('etag', etag).header('x-data-version', dataVersion);
  reply.header('cache-control', publicReading ? 'no-cache' : 'private, no-cache');
  if (reference) reply.header('content-crs', `<${reference}>`);
  if (headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type(type).send(JSON.stringify(body));
}
