import type { FastifyReply, FastifyRequest } from 'fastify';

const YEAR_SECONDS = 31_536_000;

/** How an answer may be kept. */
export interface Caching {
  /** The data version that the answer is of. */
  readonly version: string;
  /** Identifies the answer's bytes, or (weak) their meaning, among all that the address ever gives. */
  readonly etag: string;
  /** Whether everybody may read it; else it must not lie in a cache that people share. */
  readonly isPublic: boolean;
  /** Whether the address names the data version, so that its answer never changes. */
  readonly isImmutable?: boolean;
}

/** Says how an answer may be kept, and of which data version it is. */
export function setCaching(
  reply: FastifyReply,
  { version, etag, isPublic, isImmutable = false }: Caching,
): void {
  const shared = isPublic ? 'public' : 'private';
  reply.header('x-data-version', version);
  reply.header('etag', etag);
  // Caches ask the hub each time, which refuses each time whoever may not read.
  reply.header(
    'cache-control',
    isImmutable
      ? `${shared}, max-age=${YEAR_SECONDS}, immutable`
      : isPublic
        ? 'no-cache'
        : 'private, no-cache',
  );
}

/** Whether the client has the answer with this tag already (RFC 9110, 13.1.2: weakly compared). */
export function hasAlready(request: FastifyRequest, etag: string): boolean {
  const known = request.headers['if-none-match'];
  if (!known) return false;
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return known.trim() === '*' || known.split(',').some((tag) => opaque(tag) === opaque(etag));
}
