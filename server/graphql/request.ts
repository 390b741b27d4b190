import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { BadUserInputError } from '../shared/errors.ts';
import { demandComparable } from './document-overlaps.ts';
import { demandReadable } from './document-size.ts';
import type { KnownDocuments } from './documents.ts';

/**
 * What a request says: `query` or `documentId`, `operationName`, `variables`, `extensions`. Apollo Server checks
 * that each has the type that it must have.
 */
export type RequestFields = Readonly<Record<string, unknown>>;

/** A MultiPolygon in a filter of a list of filters has about ten levels. */
const DEEPEST_VARIABLES = 40;

/**
 * Step 1: reads what a client sent, by POST, GET or WebSocket, and puts the text of the persisted document that it
 * names in its place. @throws BAD_USER_INPUT for variables that nest too deeply, TOO_EXPENSIVE for too long a
 * document, or one that takes long to validate, PERSISTED_DOCUMENT_UNKNOWN, upon which a client sends the text by POST
 */
export function readFields(sent: unknown, documents: KnownDocuments): RequestFields {
  const { documentId, ...fields } = isObject(sent) ? sent : {};
  demandShallow(fields['variables']);
  const { query } = fields;
  // What the web pages ask for need not be looked at.
  if (documentId !== undefined) fields['query'] = documents.textOf(documentId);
  // By WebSocket, `query` must be sent even where the document is known by its digest.
  else if (query === '') delete fields['query'];
  else if (typeof query === 'string') {
    demandReadable(query);
    demandComparable(query);
  }
  return fields;
}

/** A request by POST or GET as Apollo Server takes it. @throws what {@link readFields} does */
export function readHttpRequest(
  request: FastifyRequest,
  documents: KnownDocuments,
): HTTPGraphQLRequest {
  const { body } = request;
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if (request.method === 'POST') {
    const fields = readFields(body, documents);
    return { method: 'POST', headers, search: '', body: isObject(body) ? fields : body };
  }
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(readFields(request.query, documents))) {
    for (const each of [value].flat()) search.append(name, String(each));
  }
  // HEAD asks for what GET would answer, without its body.
  return { method: 'GET', headers, search: `?${search}`, body };
}

/** Refuses variables, or their JSON, that nest deeper than anything that the hub reads. @throws BAD_USER_INPUT */
function demandShallow(variables: unknown): void {
  const value = typeof variables === 'string' ? parseJson(variables) : variables;
  if (nestsDeeper(value, DEEPEST_VARIABLES)) {
    throw new BadUserInputError('variables', `nest deeper than ${DEEPEST_VARIABLES} levels.`);
  }
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

/** The value of JSON; undefined for anything else, which Apollo Server refuses. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
