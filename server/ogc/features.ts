import { both, type Collection } from './collection.ts';
import type { Feature, Items } from './items.queries.ts';
import {
  address,
  GEOJSON_TYPE,
  HTML_TYPE,
  type Link,
  linksTo,
  ownLinks,
  type Place,
} from './links.ts';

/** Links of a page of features: to itself, to the next one and to its collection. */
export function pageLinks(place: Place, collection: Collection, { next }: Items): Link[] {
  const { base, path, parameters, format } = place;
  const wanted = { ...parameters, ...(format === 'html' && { f: format }), after: String(next) };
  const following: Link = {
    href: address(base, path, wanted),
    rel: 'next',
    type: format === 'html' ? HTML_TYPE : GEOJSON_TYPE,
  };
  return [...featureLinks(place, collection), ...(next === undefined ? [] : [following])];
}

/** Links of features: to themselves and to their collection. */
export function featureLinks(place: Place, { id, title }: Collection): Link[] {
  const collection = { rel: 'collection', title: both(title) };
  return [
    ...ownLinks(place, GEOJSON_TYPE),
    ...linksTo(place.base, `/collections/${id}`, collection),
  ];
}

/** A page of features as the text of a GeoJSON FeatureCollection. */
export function writePage({ features, matched }: Items, links: readonly Link[]): string {
  const head = JSON.stringify({
    type: 'FeatureCollection',
    numberMatched: matched,
    numberReturned: features.length,
    timeStamp: new Date().toISOString(),
    links,
  });
  const written = features.map((feature) => writeFeature(feature));
  return `${head.slice(0, -1)},"features":[${written.join(',\n')}]}`;
}

/** A feature as the text of GeoJSON. Its shape gets in as the database wrote it. */
export function writeFeature({ id, shape, properties }: Feature, links?: readonly Link[]): string {
  const tail = links ? `,"links":${JSON.stringify(links)}` : '';
  return `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${shape ?? 'null'},"properties":${JSON.stringify(properties)}${tail}}`;
}
