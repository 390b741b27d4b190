import { HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { PersistedDocumentUnknownError } from '../shared/errors.ts';
import type { PersistedDocuments } from './persisted.ts';

/** What is asked, by POST or GET. */
export interface Question {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** A request as Apollo Server takes it. */
export interface ApolloRequest {
  readonly method: string;
  readonly headers: HeaderMap;
  readonly search: string;
  readonly body: unknown;
}

type Fields = Record<string, unknown>;

/** Types of content that a page of any site can make a browser send without being asked. */
const SIMPLE_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * The request with the text of the persisted document that it names, if any, in its place.
 * @throws PERSISTED_DOCUMENT_UNKNOWN, upon which a client sends the text by POST
 */
export function withText(request: FastifyRequest, known: PersistedDocuments): ApolloRequest {
  const { method, headers } = request;
  const fields = fieldsOf(request);
  const question = request.url.indexOf('?');
  const search = question < 0 ? '' : request.url.slice(question);
  const named = fields?.['documentId'];
  const apollo = { method, headers: headerMap(headers), search, body: request.body };
  if (!fields || named === undefined) return apollo;
  const query = typeof named === 'string' ? known.get(named) : undefined;
  if (query === undefined) throw new PersistedDocumentUnknownError();
  const { documentId: _, ...rest } = fields;
  if (method === 'POST') return { ...apollo, body: { ...rest, query } };
  return { ...apollo, search: `?${new URLSearchParams({ ...(rest as object), query })}` };
}

/** What a request asks if it asks plainly; whatever else it is, Apollo Server says what is wrong with it. */
export function readQuestion({ method, headers, search, body }: ApolloRequest): Question | null {
  const fields: Fields =
    method === 'POST' ? asFields(body) : Object.fromEntries(new URLSearchParams(search));
  const { query, operationName = null, variables = null, extensions } = fields;
  if (typeof query !== 'string' || query === '' || extensions != null) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (!isPreflighted(headers) || !acceptsJson(headers.get('accept'))) return null;
  const read = method === 'POST' ? variables : parseJson(variables);
  if (read !== null && (typeof read !== 'object' || Array.isArray(read))) return null;
  return { query, operationName, variables: read as Question['variables'] };
}

function fieldsOf({ method, body, query }: FastifyRequest): Fields | undefined {
  return method === 'POST' ? asFields(body) : (query as Fields);
}

function asFields(body: unknown): Fields {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Fields) : {};
}

/** The value of JSON; undefined, which is no object, for anything else. */
function parseJson(text: unknown): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** Whether no page of another site can have sent the request unasked: the rule of Apollo Server. */
function isPreflighted(headers: HeaderMap): boolean {
  if (headers.get('apollo-require-preflight') || headers.get('x-apollo-operation-name'))
    return true;
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type !== undefined && !SIMPLE_TYPES.includes(type);
}

function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return accept.split(',').some((type) => /^\s*(\*\/\*|application\/json)\s*$/.test(type));
}

function headerMap(headers: FastifyRequest['headers']): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
