import { both, type Collection } from './collection.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from './items.input.ts';
import { GEOJSON_TYPE, HTML_TYPE, JSON_TYPE, OPENAPI_TYPE } from './links.ts';
import { featuresSchema, SCHEMAS } from './openapi-schemas.ts';
import { REFERENCES } from './reference.ts';

/** A parameter of an operation. */
export interface ParameterObject {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly description: string;
  readonly required: boolean;
  readonly schema: object;
  readonly style?: string;
  readonly explode?: boolean;
}

/** An operation of the API, as it is read. */
export interface OperationObject {
  readonly summary: string;
  readonly operationId: string;
  readonly parameters: readonly ParameterObject[];
  readonly responses: Readonly<Record<string, object>>;
}

/** The API as an OpenAPI 3.0 document. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, { readonly get: OperationObject }>>;
  readonly [more: string]: unknown;
}

const URIS = REFERENCES.map(({ uri }) => uri);
const F = query('f', 'For programs (json) or for people (html); else the header Accept decides.', {
  type: 'string',
  enum: ['json', 'html'],
});
const CRS = query('crs', 'The coordinate system of the geometries.', uriOf(URIS));
const ITEMS = [
  query('limit', 'Features of a page.', {
    type: 'integer',
    minimum: 1,
    maximum: MAX_LIMIT,
    default: DEFAULT_LIMIT,
  }),
  query('bbox', 'Features that touch a box of four numbers, or six with heights.', {
    type: 'array',
    minItems: 4,
    maxItems: 6,
    items: { type: 'number' },
  }),
  query('bbox-crs', 'The coordinate system of the box.', uriOf(URIS)),
  CRS,
  query(
    'datetime',
    'Features that changed last at an instant, or within an interval, with .. for an open end.',
    { type: 'string' },
  ),
  query('after', 'Where the page begins: taken from the link to the next page.', {
    type: 'string',
  }),
];

/** Describes the API. `base` is the address of `/ogc`. */
export function openApi(
  base: string,
  title: string,
  collections: readonly Collection[],
  publicReading: boolean,
): OpenApi {
  const paths: Record<string, { get: OperationObject }> = {
    '/': get('Landing page', 'landing', [], 'landingPage'),
    '/conformance': get('Conformance classes', 'conformance', [], 'confClasses'),
    '/api': get('This document', 'api', [], 'openapi', OPENAPI_TYPE),
    '/collections': get('All collections', 'collections', [], 'collections'),
  };
  const schemas: Record<string, object> = { ...SCHEMAS };
  for (const collection of collections) {
    const { id } = collection;
    const at = `/collections/${id}`;
    const name = both(collection.title);
    Object.assign(schemas, featuresSchema(collection));
    paths[at] = get(name, `describe.${id}`, [], 'collection');
    paths[`${at}/items`] = get(
      `Features: ${name}`,
      `items.${id}`,
      [...ITEMS, ...filters(collection)],
      `features.${id}`,
      GEOJSON_TYPE,
    );
    paths[`${at}/items/{featureId}`] = get(
      `A feature: ${name}`,
      `item.${id}`,
      [FEATURE_ID, CRS],
      `feature.${id}`,
      GEOJSON_TYPE,
    );
  }
  return {
    openapi: '3.0.3',
    info: { title, version: '1.0.0', description: 'OGC API – Features, read only.' },
    servers: [{ url: base }],
    security: [...(publicReading ? [{}] : []), { token: [] }, { session: [] }],
    paths,
    components: { schemas, responses: FAILURES, securitySchemes: SECURITY },
  };
}

const FEATURE_ID: ParameterObject = {
  name: 'featureId',
  in: 'path',
  description: 'Id of the feature, the same as in GraphQL.',
  required: true,
  schema: { type: 'string' },
};

const SECURITY = {
  token: { type: 'http', scheme: 'bearer', description: 'An API token of somebody who may read.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'jinlin_session',
    description: 'The session of somebody who has signed in on the map.',
  },
};

const failure = (description: string): object => ({
  description,
  content: { [JSON_TYPE]: { schema: { $ref: '#/components/schemas/exception' } } },
});
const FAILURES = {
  '304': { description: 'The answer with the tag in If-None-Match is of the same data still.' },
  '400': failure('A parameter is wrong, or there is no such parameter.'),
  '401': failure('Reading needs signing in or a token.'),
  '403': failure('Who asks may not read.'),
  '404': failure('There is no such collection or feature.'),
  '500': failure('The hub could not answer; tell its operator the requestId.'),
};

/** Every property is a filter: features that have exactly this value. */
function filters({ properties }: Collection): ParameterObject[] {
  return Object.entries(properties).map(([name, { type, description }]) =>
    query(name, `Equal to this: ${both(description)}.`, { type }),
  );
}

function uriOf(uris: readonly string[]): object {
  return { type: 'string', format: 'uri', enum: uris, default: uris[0] };
}

function query(name: string, description: string, schema: object): ParameterObject {
  return { name, in: 'query', description, required: false, schema, style: 'form', explode: false };
}

function get(
  summary: string,
  operationId: string,
  parameters: readonly ParameterObject[],
  schema: string,
  type = JSON_TYPE,
): { get: OperationObject } {
  const failures = Object.keys(FAILURES).map((status) => [
    status,
    { $ref: `#/components/responses/${status}` },
  ]);
  const success = {
    description: summary,
    headers: {
      'X-Data-Version': {
        description: 'The data version that the answer is of.',
        schema: { type: 'string' },
      },
      ...(type === GEOJSON_TYPE && {
        'Content-Crs': {
          description: 'The coordinate system of the geometries, its URI in <>.',
          schema: { type: 'string' },
        },
      }),
    },
    content: {
      [type]: { schema: { $ref: `#/components/schemas/${schema}` } },
      [HTML_TYPE]: { schema: { type: 'string' } },
    },
  };
  return {
    get: {
      summary,
      operationId,
      parameters: [...parameters, F],
      responses: { '200': success, ...Object.fromEntries(failures) },
    },
  };
}
