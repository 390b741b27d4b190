import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How a body is compressed. */
export type Encoding = 'br' | 'gzip';

/** Less is not worth it. */
const LEAST_BYTES = 1_024;
/** A quality that takes as long as gzip. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const known = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>();

/**
 * Sends a body in the best encoding that the client takes. The compressed forms of a body are made once, and kept
 * for as long as the body is. For routes with `compress: false`.
 */
export async function sendCompressed(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer,
): Promise<FastifyReply> {
  if (body.byteLength < LEAST_BYTES) return reply.send(body);
  const before = reply.getHeader('vary');
  reply.header('vary', before ? `${before}, accept-encoding` : 'accept-encoding');
  const encoding = encodingOf(request.headers['accept-encoding']);
  if (!encoding) return reply.send(body);
  return reply.header('content-encoding', encoding).send(await compressed(body, encoding));
}

/** The best encoding that a client takes; undefined for none. */
function encodingOf(accepted: string | undefined): Encoding | undefined {
  if (!accepted) return undefined;
  const names = accepted
    .split(',')
    .filter((name) => !/;\s*q=0(\.0*)?\s*$/.test(name))
    .map((name) => name.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((name) => names.includes(name));
}

/** A body compressed; done once, and kept as long as the body. */
function compressed(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const forms = known.get(body) ?? new Map<Encoding, Promise<Buffer>>();
  known.set(body, forms);
  const form =
    forms.get(encoding) ??
    (encoding === 'br' ? promisify(brotliCompress)(body, BROTLI) : promisify(gzip)(body));
  forms.set(encoding, form);
  return form;
}
