import { expect } from 'vitest';
import type { TestHub } from '../setup/hub.ts';

export const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';
export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
export const SYSTEMS = [CRS84, `${EPSG}4326`, `${EPSG}4490`, `${EPSG}3857`];

export interface Link {
  href: string;
  rel: string;
  type?: string;
}
export interface Feature {
  type: string;
  id: string;
  geometry: { type: string; coordinates: unknown } | null;
  properties: Record<string, unknown>;
  links?: Link[];
}
export interface Items {
  type: string;
  features: Feature[];
  numberMatched: number;
  numberReturned: number;
  timeStamp: string;
  links: Link[];
}
export interface CollectionDocument {
  id: string;
  title: string;
  description: string;
  itemType: string;
  crs: string[];
  storageCrs: string;
  extent: { spatial: { bbox: number[][] }; temporal?: { interval: string[][] } };
  links: Link[];
}

/** The address of the link with a relation, and, where it is given, a media type. */
export function linkOf(links: readonly Link[], rel: string, type?: string): string | undefined {
  return links.find((link) => link.rel === rel && (!type || link.type === type))?.href;
}

/** All positions of a geometry. */
export function positionsOf({ coordinates }: NonNullable<Feature['geometry']>): number[][] {
  const flat = (coordinates as unknown[]).flat(4) as number[];
  return Array.from({ length: flat.length / 2 }, (_, i) => flat.slice(2 * i, 2 * i + 2));
}

/** Asks `/ogc` of a hub as any program would. */
export class OgcClient {
  readonly #hub: TestHub;

  constructor(hub: TestHub) {
    this.#hub = hub;
  }

  /** What comes from a path below `/ogc`, or from an address as a link has it. */
  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(path.startsWith('http') ? path : `${this.#hub.url}/ogc${path}`, { headers });
  }

  /** The document at a path, which must be there. */
  async read<T>(path: string): Promise<T> {
    const response = await this.get(path);
    expect([path, response.status]).toEqual([path, 200]);
    return response.json() as Promise<T>;
  }

  /** All features of a collection, page by page. */
  async all(path: string): Promise<Feature[]> {
    const features: Feature[] = [];
    for (let next: string | undefined = path; next; ) {
      const page: Items = await this.read<Items>(next);
      expect(page.numberReturned).toBe(page.features.length);
      features.push(...page.features);
      next = linkOf(page.links, 'next');
    }
    return features;
  }

  /** Ids of the features that a query string chooses. */
  async ids(collection: string, query: string): Promise<string[]> {
    const features = await this.all(`/collections/${collection}/items?limit=1000&${query}`);
    return features.map(({ id }) => id);
  }
}
