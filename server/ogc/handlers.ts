import type { EntityManager } from '@mikro-orm/postgresql';
import { getHub } from '../hub/hub.queries.ts';
import { NotFoundError } from '../shared/errors.ts';
import { findCollections, findExtents, getCollection } from './collections.queries.ts';
import { definitionPage } from './definition.page.ts';
import { collectionList, conformance, describe, landing, titleOf } from './documents.ts';
import { featureLinks, pageLinks, writeFeature, writePage } from './features.ts';
import { itemParameters, parseItemsRequest } from './items.input.ts';
import { findItem, findItems } from './items.queries.ts';
import { GEOJSON_TYPE, OPENAPI_TYPE } from './links.ts';
import { demandKnown, type OgcRequest } from './ogc-request.ts';
import { openApi } from './openapi.ts';
import type { PageContent } from './page.ts';
import {
  collectionPage,
  collectionsPage,
  conformancePage,
  itemPage,
  itemsPage,
  landingPage,
} from './pages.ts';
import { parseReference } from './reference.ts';

/** An answer in both forms, of which one is sent. */
export interface Answer {
  /** JSON, as text or to be written as it. */
  readonly document: () => object | string;
  readonly page: () => PageContent;
  /** Media type of the JSON. */
  readonly type?: string;
  /** URI of the system of the geometries. */
  readonly reference?: string;
}

/** Checks a request, and gives the function that reads its answer: not called if the client has it already. */
export type Handler = (tx: EntityManager, request: OgcRequest) => Promise<() => Promise<Answer>>;

/** What answers at each path below `/ogc`. */
export function handlers(publicReading: boolean): Record<string, Handler> {
  return {
    '': async (tx, { parameters, place, language }) => {
      demandKnown(parameters);
      return async () => {
        const document = landing(place, await getHub(tx));
        return { document: () => document, page: () => landingPage(document, language) };
      };
    },
    '/conformance': async (_tx, { parameters, place, language }) => {
      demandKnown(parameters);
      return async () => {
        const document = conformance(place);
        return { document: () => document, page: () => conformancePage(document, language) };
      };
    },
    '/api': async (tx, { parameters, place, language }) => {
      demandKnown(parameters);
      return async () => {
        const title = titleOf(await getHub(tx));
        const document = openApi(place.base, title, await findCollections(tx), publicReading);
        const page = (): PageContent => definitionPage(document, language);
        return { document: () => document, page, type: OPENAPI_TYPE };
      };
    },
    '/collections': async (tx, { parameters, place, language }) => {
      demandKnown(parameters);
      return async () => {
        const collections = await findCollections(tx);
        const extents = await findExtents(tx, collections);
        return {
          document: () => collectionList(place, collections, extents),
          page: () => collectionsPage(place, collections, language),
        };
      };
    },
    '/collections/:collection': async (tx, { params, parameters, place, language }) => {
      const collection = await getCollection(tx, params.collection, 'collection');
      demandKnown(parameters);
      return async () => {
        const extents = await findExtents(tx, [collection]);
        const document = describe(place, collection, extents.get(collection.id));
        const page = (): PageContent => collectionPage(place, collection, document, language);
        return { document: () => document, page };
      };
    },
    '/collections/:collection/items': async (tx, { params, parameters, place, language }) => {
      const collection = await getCollection(tx, params.collection, 'collection');
      demandKnown(parameters, itemParameters(collection));
      const request = parseItemsRequest(collection, parameters);
      return async () => {
        const items = await findItems(tx, collection, request);
        const links = pageLinks(place, collection, items);
        return {
          document: () => writePage(items, links),
          page: () => itemsPage(place, collection, { ...items, links }, language),
          type: GEOJSON_TYPE,
          reference: request.reference.uri,
        };
      };
    },
    '/collections/:collection/items/:feature': async (tx, request) => {
      const { params, parameters, place, language } = request;
      const collection = await getCollection(tx, params.collection, 'collection');
      demandKnown(parameters, ['crs']);
      const reference = parseReference(parameters['crs'], 'crs');
      const feature = await findItem(tx, collection, params.feature, reference);
      if (!feature) {
        throw new NotFoundError(
          'feature',
          `There is no feature ${params.feature.slice(0, 40)} in ${collection.id}.`,
        );
      }
      const links = featureLinks(place, collection);
      return async () => ({
        document: () => writeFeature(feature, links),
        page: () => itemPage(collection, feature, language),
        type: GEOJSON_TYPE,
        reference: reference.uri,
      });
    },
  };
}
