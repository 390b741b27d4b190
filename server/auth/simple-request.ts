import type { FastifyRequest } from 'fastify';

/** Headers that a page of another site cannot send without asking first, by which clients of GraphQL say so. */
const ASKED_FIRST = ['x-apollo-operation-name', 'apollo-require-preflight'];
/** Types of content that forms of any page can send. */
const OF_FORMS = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/**
 * Whether a page of another site could make a browser send this as well, and the hub cannot tell: reading by GET
 * without anything that such a page would have to ask for. The cookies of such a request say nothing.
 */
export function isSimple({ method, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (headers.upgrade !== undefined || headers['sec-fetch-site'] === 'same-origin') return false;
  const type = headers['content-type'];
  return (type === undefined || OF_FORMS.test(type)) && !ASKED_FIRST.some((name) => headers[name]);
}
