import { both, type Collection } from './collection.ts';

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const STRING = { type: 'string' };
const STRINGS = { type: 'array', items: STRING };
const NUMBERS = { type: 'array', items: { type: 'number' } };
const LINKS = { type: 'array', items: ref('link') };

/** The documents of the API, as JSON Schema in the form of OpenAPI 3.0. */
export const SCHEMAS: Readonly<Record<string, object>> = {
  link: object(['href', 'rel'], {
    href: STRING,
    rel: STRING,
    type: STRING,
    hreflang: STRING,
    title: STRING,
    length: { type: 'integer' },
  }),
  landingPage: object(['links'], {
    title: STRING,
    description: STRING,
    attribution: STRING,
    links: LINKS,
  }),
  confClasses: object(['conformsTo'], { conformsTo: STRINGS, links: LINKS }),
  openapi: { type: 'object' },
  extent: object([], {
    spatial: object([], {
      bbox: { type: 'array', minItems: 1, items: { ...NUMBERS, minItems: 4, maxItems: 6 } },
      crs: STRING,
    }),
    temporal: object([], {
      interval: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'array',
          minItems: 2,
          maxItems: 2,
          items: { type: 'string', format: 'date-time', nullable: true },
        },
      },
      trs: STRING,
    }),
  }),
  collection: object(['id', 'links'], {
    id: STRING,
    title: STRING,
    description: STRING,
    links: LINKS,
    extent: ref('extent'),
    itemType: STRING,
    crs: STRINGS,
    storageCrs: { type: 'string', format: 'uri' },
  }),
  collections: object(['links', 'collections'], {
    links: LINKS,
    crs: STRINGS,
    collections: { type: 'array', items: ref('collection') },
  }),
  Point: geometry('Point', { ...NUMBERS, minItems: 2 }),
  MultiPolygon: geometry('MultiPolygon', {
    type: 'array',
    items: { type: 'array', items: { type: 'array', items: { ...NUMBERS, minItems: 2 } } },
  }),
  exception: object(['code'], {
    code: STRING,
    description: STRING,
    field: STRING,
    reason: STRING,
    requestId: STRING,
  }),
};

/** The features of a collection, one of them and a page. */
export function featuresSchema({
  id,
  geometryType,
  properties,
}: Collection): Record<string, object> {
  const values = Object.entries(properties).map(([name, { type, description }]) => [
    name,
    { type, nullable: true, description: both(description) },
  ]);
  return {
    [`feature.${id}`]: object(['type', 'id', 'geometry', 'properties'], {
      type: { type: 'string', enum: ['Feature'] },
      id: STRING,
      geometry: { nullable: true, allOf: [ref(geometryType)] },
      properties: object([], Object.fromEntries(values)),
      links: LINKS,
    }),
    [`features.${id}`]: object(['type', 'features'], {
      type: { type: 'string', enum: ['FeatureCollection'] },
      features: { type: 'array', items: ref(`feature.${id}`) },
      links: LINKS,
      timeStamp: { type: 'string', format: 'date-time' },
      numberMatched: { type: 'integer', minimum: 0 },
      numberReturned: { type: 'integer', minimum: 0 },
    }),
  };
}

function object(required: readonly string[], properties: Record<string, object>): object {
  return { type: 'object', ...(required.length > 0 && { required }), properties };
}

function geometry(type: string, coordinates: object): object {
  return object(['type', 'coordinates'], { type: { type: 'string', enum: [type] }, coordinates });
}
