import type { Collection } from './collections.queries.ts';
import { GEOJSON_TYPE, JSON_TYPE } from './documents.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from './items.input.ts';
import { REFERENCES } from './reference.ts';

const URIS = REFERENCES.map(({ uri }) => uri);
const FAILURE = {
  description: 'What is wrong, and with which parameter.',
  content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/exception' } } },
};

/** The API as an OpenAPI 3.0 document. `base` is the address of `/ogc`. */
export function openApi(base: string, title: string, collections: readonly Collection[]): object {
  const paths: Record<string, object> = {
    '/': get('Landing page', 'landing', [], JSON_TYPE),
    '/conformance': get('Conformance classes', 'conformance', [], JSON_TYPE),
    '/api': get('This document', 'api', [], 'application/vnd.oai.openapi+json;version=3.0'),
    '/collections': get('All collections', 'collections', [], JSON_TYPE),
  };
  for (const collection of collections) {
    const { id, title: name } = collection;
    const at = `/collections/${id}`;
    paths[at] = get(name, `describe.${id}`, [], JSON_TYPE);
    paths[`${at}/items`] = get(
      `Features: ${name}`,
      `items.${id}`,
      itemParameters(collection),
      GEOJSON_TYPE,
    );
    paths[`${at}/items/{featureId}`] = get(
      `A feature: ${name}`,
      `item.${id}`,
      [
        { name: 'featureId', in: 'path', required: true, schema: { type: 'string' } },
        { $ref: '#/components/parameters/crs' },
      ],
      GEOJSON_TYPE,
    );
  }
  return {
    openapi: '3.0.3',
    info: { title, version: '1.0.0', description: 'OGC API – Features, read only.' },
    servers: [{ url: base }],
    paths,
    components: {
      parameters: {
        limit: query('limit', 'Features of a page.', {
          type: 'integer',
          minimum: 1,
          maximum: MAX_LIMIT,
          default: DEFAULT_LIMIT,
        }),
        bbox: {
          ...query('bbox', 'A box of four numbers, or six with heights.', {
            type: 'array',
            oneOf: [
              { minItems: 4, maxItems: 4 },
              { minItems: 6, maxItems: 6 },
            ],
            items: { type: 'number' },
          }),
          explode: false,
        },
        'bbox-crs': query('bbox-crs', 'The system of the box.', {
          type: 'string',
          format: 'uri',
          enum: URIS,
        }),
        crs: query('crs', 'The system of the geometries.', {
          type: 'string',
          format: 'uri',
          enum: URIS,
        }),
        datetime: query(
          'datetime',
          'An instant, or an interval with .. for an open end: when features changed last.',
          { type: 'string' },
        ),
        after: query('after', 'From the link to the next page.', { type: 'string' }),
      },
      schemas: {
        exception: {
          type: 'object',
          required: ['code'],
          properties: {
            code: { type: 'string' },
            description: { type: 'string' },
            field: { type: 'string' },
          },
        },
      },
    },
  };
}

function itemParameters({ properties }: Collection): object[] {
  return [
    ...['limit', 'bbox', 'bbox-crs', 'crs', 'datetime', 'after'].map((name) => ({
      $ref: `#/components/parameters/${name}`,
    })),
    ...Object.entries(properties).map(([name, { type, description }]) =>
      query(name, `Equal to this: ${description}.`, { type }),
    ),
  ];
}

function query(name: string, description: string, schema: object): Record<string, unknown> {
  return { name, in: 'query', description, required: false, schema, style: 'form', explode: false };
}

function get(summary: string, operationId: string, parameters: object[], type: string): object {
  return {
    get: {
      summary,
      operationId,
      parameters,
      responses: {
        200: { description: summary, content: { [type]: { schema: { type: 'object' } } } },
        400: FAILURE,
        404: FAILURE,
      },
    },
  };
}
