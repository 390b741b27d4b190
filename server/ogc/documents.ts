import type { Collection } from './collections.queries.ts';
import type { Extent } from './items.queries.ts';
import { REFERENCES } from './reference.ts';

/** A link between documents. */
export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type: string;
  readonly title?: string;
}

/** Conformance classes that the hub meets. */
export const CONFORMANCE = [
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
  'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
];

export const JSON_TYPE = 'application/json';
export const GEOJSON_TYPE = 'application/geo+json';
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.0';
const STORAGE = REFERENCES[0]?.uri as string;

/** The landing page. `base` is the address of `/ogc`. */
export function landing(base: string, title: string): object {
  return {
    title,
    description: 'Communities, their facilities and grids, and what is within reach of them.',
    links: [
      { href: base, rel: 'self', type: JSON_TYPE, title: 'This document' },
      { href: `${base}/api`, rel: 'service-desc', type: OPENAPI_TYPE, title: 'The API' },
      { href: `${base}/conformance`, rel: 'conformance', type: JSON_TYPE, title: 'Conformance' },
      { href: `${base}/collections`, rel: 'data', type: JSON_TYPE, title: 'The collections' },
    ] satisfies Link[],
  };
}

/** All collections. */
export function collectionList(
  base: string,
  all: readonly Collection[],
  extents: ReadonlyMap<string, Extent>,
): object {
  return {
    links: [{ href: `${base}/collections`, rel: 'self', type: JSON_TYPE }] satisfies Link[],
    crs: REFERENCES.map(({ uri }) => uri),
    collections: all.map((collection) => ({
      ...describe(base, collection, extents.get(collection.id)),
      crs: ['#/crs'],
    })),
  };
}

/** One collection. */
export function describe(
  base: string,
  { id, title, description }: Collection,
  extent?: Extent,
): object {
  const at = `${base}/collections/${id}`;
  return {
    id,
    title,
    description,
    itemType: 'feature',
    extent: {
      ...(extent?.bbox && { spatial: { bbox: [extent.bbox], crs: STORAGE } }),
      ...(extent?.interval && { temporal: { interval: [extent.interval] } }),
    },
    crs: REFERENCES.map(({ uri }) => uri),
    storageCrs: STORAGE,
    links: [
      { href: at, rel: 'self', type: JSON_TYPE, title },
      { href: `${at}/items`, rel: 'items', type: GEOJSON_TYPE, title },
    ] satisfies Link[],
  };
}
