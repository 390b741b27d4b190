import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** How a body is compressed. */
export type Encoding = 'br' | 'gzip';

/** Less is not worth it. */
const LEAST_BYTES = 1_024;
/** A quality that takes as long as gzip. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const known = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>();

/** The best encoding that a client takes for a body; undefined for none. */
export function encodingOf(accepted: string | undefined, body: Buffer): Encoding | undefined {
  if (!accepted || body.byteLength < LEAST_BYTES) return undefined;
  const names = accepted
    .split(',')
    .filter((name) => !/;\s*q=0(\.0*)?\s*$/.test(name))
    .map((name) => name.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((name) => names.includes(name));
}

/** A body compressed; done once, and kept as long as the body. */
export function compressed(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const forms = known.get(body) ?? new Map<Encoding, Promise<Buffer>>();
  known.set(body, forms);
  const form =
    forms.get(encoding) ??
    (encoding === 'br' ? promisify(brotliCompress)(body, BROTLI) : promisify(gzip)(body));
  forms.set(encoding, form);
  return form;
}
