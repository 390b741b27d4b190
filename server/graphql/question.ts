import { HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { BadUserInputError, PersistedDocumentUnknownError } from '../shared/errors.ts';
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

/** What a request says by its body or its address. */
export type Fields = Readonly<Record<string, unknown>>;

/** A MultiPolygon in a filter of a list of filters has about ten levels. */
const DEEPEST_VARIABLES = 40;
/** Types of content that a page of any site can make a browser send without being asked. */
const SIMPLE_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * What a request says, with the text of the persisted document that it names, if any, in its place.
 * @throws BAD_USER_INPUT for variables that nest too deeply; PERSISTED_DOCUMENT_UNKNOWN, upon which a client sends the text by POST
 */
export function readFields(request: FastifyRequest, known: PersistedDocuments): Fields {
  const { documentId, ...fields } = asFields(isPost(request) ? request.body : request.query);
  if (nestsDeeper(fields['variables'], DEEPEST_VARIABLES)) {
    throw new BadUserInputError('variables', `nest deeper than ${DEEPEST_VARIABLES} levels.`);
  }
  if (documentId === undefined) return fields;
  const query = typeof documentId === 'string' ? known.get(documentId) : undefined;
  if (query === undefined) throw new PersistedDocumentUnknownError();
  return { ...fields, query };
}

/** What is asked if it is asked plainly; whatever else it is, Apollo Server says what is wrong with it. */
export function readQuestion(request: FastifyRequest, fields: Fields): Question | null {
  const { query, operationName = null, variables = null, extensions } = fields;
  if (typeof query !== 'string' || query === '' || extensions != null) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (!isPreflighted(request) || !acceptsJson(request.headers.accept)) return null;
  const read = isPost(request) ? variables : parseJson(variables);
  if (typeof read !== 'object' || Array.isArray(read)) return null;
  return { query, operationName, variables: read as Question['variables'] };
}

/** The same for Apollo Server. */
export function forApollo(request: FastifyRequest, fields: Fields): ApolloRequest {
  const { method, body } = request;
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if (isPost(request)) return { method, headers, search: '', body: isFields(body) ? fields : body };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) search.append(name, String(each));
  }
  return { method, headers, search: `?${search}`, body };
}

/** Whether a value nests deeper than so many levels; level by level, so that none is too deep for this. */
function nestsDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
  return false;
}

function isPost({ method }: FastifyRequest): boolean {
  return method === 'POST';
}

function isFields(body: unknown): body is Fields {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function asFields(body: unknown): Fields {
  return isFields(body) ? body : {};
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
function isPreflighted({ headers }: FastifyRequest): boolean {
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return true;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return type !== undefined && !SIMPLE_TYPES.includes(type);
}

function acceptsJson(accept: string | undefined): boolean {
  return accept === undefined || /(^|,)\s*(\*\/\*|application\/json)\s*(,|$)/.test(accept);
}
