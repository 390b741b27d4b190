import type { HubRow } from '../hub/hub.queries.ts';
import { both, type Collection } from './collection.ts';
import type { Extent } from './collections.queries.ts';
import {
  address,
  GEOJSON_TYPE,
  HTML_TYPE,
  JSON_TYPE,
  type Link,
  linksTo,
  OPENAPI_TYPE,
  ownLinks,
  type Place,
} from './links.ts';
import { REFERENCES } from './reference.ts';

/** Conformance classes that the hub meets, each tested requirement by requirement. */
const CONFORMANCE = [
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
  'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
];

const STORAGE = REFERENCES[0]?.uri as string;
const GREGORIAN = 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian';

/** A document of the API: it has links. */
export interface Document {
  readonly links: readonly Link[];
}

/** What a document tells of a collection. */
export interface CollectionDocument extends Document {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly itemType: 'feature';
  readonly extent?: {
    readonly spatial?: { readonly bbox: readonly (readonly number[])[]; readonly crs: string };
    readonly temporal?: { readonly interval: readonly (readonly string[])[]; readonly trs: string };
  };
  readonly crs: readonly string[];
  readonly storageCrs: string;
}

/** The name of the hub. */
export function titleOf({ cityName, cityNameEn }: HubRow): string {
  return `近邻 Jinlin · ${cityName} ${cityNameEn}`.trim();
}

/** The landing page. */
export function landing(
  place: Place,
  hub: HubRow,
): Document & { title: string; description: string; attribution: string } {
  const { base } = place;
  const definition = 'API definition 接口定义';
  return {
    title: titleOf(hub),
    description:
      'Communities, their facilities and grids, and what is within reach of them. 社区、设施、网格及其覆盖情况。',
    attribution: hub.attribution.map(({ name, licence }) => `${name} (${licence})`).join('; '),
    links: [
      ...ownLinks(place, JSON_TYPE),
      { href: `${base}/api`, rel: 'service-desc', type: OPENAPI_TYPE, title: definition },
      {
        href: address(base, '/api', { f: 'html' }),
        rel: 'service-doc',
        type: HTML_TYPE,
        title: definition,
      },
      ...linksTo(base, '/conformance', { rel: 'conformance', title: 'Conformance 符合的标准' }),
      ...linksTo(base, '/collections', { rel: 'data', title: 'Collections 要素集' }),
    ],
  };
}

/** The conformance classes. */
export function conformance(place: Place): Document & { conformsTo: string[] } {
  return { conformsTo: CONFORMANCE, links: ownLinks(place, JSON_TYPE) };
}

/** All collections. */
export function collectionList(
  place: Place,
  all: readonly Collection[],
  extents: ReadonlyMap<string, Extent>,
): Document & { crs: string[]; collections: CollectionDocument[] } {
  return {
    links: ownLinks(place, JSON_TYPE),
    crs: REFERENCES.map(({ uri }) => uri),
    collections: all.map((collection) => ({
      ...factsOf(collection, extents.get(collection.id)),
      crs: ['#/crs'],
      links: linksOf(place.base, collection),
    })),
  };
}

/** One collection; the links that the list has of it are among its own (/req/core/sfc-md-success). */
export function describe(
  place: Place,
  collection: Collection,
  extent: Extent | undefined,
): CollectionDocument {
  const other = ownLinks(place, JSON_TYPE).filter(({ rel }) => rel === 'alternate');
  return {
    ...factsOf(collection, extent),
    crs: REFERENCES.map(({ uri }) => uri),
    links: [...other, ...linksOf(place.base, collection)],
  };
}

function factsOf(
  { id, title, description }: Collection,
  extent: Extent | undefined,
): Omit<CollectionDocument, 'crs' | 'links'> {
  const spatial = extent?.bbox && { bbox: [extent.bbox], crs: STORAGE };
  const temporal = extent?.interval && { interval: [extent.interval], trs: GREGORIAN };
  return {
    id,
    title: both(title),
    description: both(description),
    itemType: 'feature',
    ...((spatial || temporal) && {
      extent: { ...(spatial && { spatial }), ...(temporal && { temporal }) },
    }),
    storageCrs: STORAGE,
  };
}

function linksOf(base: string, { id, title }: Collection): Link[] {
  const path = `/collections/${id}`;
  return [
    { href: address(base, path), rel: 'self', type: JSON_TYPE, title: both(title) },
    ...linksTo(base, `${path}/items`, { rel: 'items', type: GEOJSON_TYPE, title: both(title) }),
    {
      // Vector tiles of the same features.
      href: `${base.replace(/\/ogc$/, '')}/tiles/${id}.json`,
      rel: 'related',
      type: JSON_TYPE,
      title: 'TileJSON',
    },
  ];
}
