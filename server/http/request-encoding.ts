import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { BadUserInputError, TooLargeError } from '../shared/errors.ts';

/** What is sent may be so many times as large as its compressed form; texts are 5 to 30 times as large. */
const MOST_RATIO = 100;
/** Below so many bytes it may be more: small repetitive bodies do no harm. */
const HARMLESS_BYTES = 1024 * 1024;

/**
 * Takes bodies as they are, or compressed by gzip: unpacked as a stream, and only as far as the ratio is honest.
 * @throws BAD_USER_INPUT for any other encoding, and for what is no gzip; TOO_LARGE for a compression bomb
 */
export function unpackBodies(app: FastifyInstance): void {
  app.addHook('preParsing', async ({ headers }, _reply, payload) => {
    const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (encoding === 'identity') return payload;
    if (encoding !== 'gzip') {
      throw new BadUserInputError(
        'Content-Encoding',
        `${JSON.stringify(encoding.slice(0, 40))} is not taken; send the body as it is, or by gzip.`,
      );
    }
    const unpacked = new Unpacked();
    // Whoever reads it is told; it may break before anybody does.
    unpacked.on('error', () => undefined);
    const gunzip = createGunzip();
    payload.on('error', (error) => gunzip.destroy(error));
    gunzip.on('error', () =>
      unpacked.destroy(new BadUserInputError('body', 'is no gzip, or cut off.')),
    );
    // Whoever stops reading stops the unpacking.
    unpacked.on('close', () => {
      payload.unpipe(gunzip);
      payload.resume();
      gunzip.destroy();
    });
    payload.on('data', (chunk: Buffer) => unpacked.count(chunk.length));
    payload.pipe(gunzip).pipe(unpacked);
    return unpacked;
  });
}

/** The unpacked body; it breaks when it is too large for what was sent. */
class Unpacked extends Transform {
  /** Fastify compares it with `Content-Length`. */
  receivedEncodedLength = 0;
  #bytes = 0;

  count(bytes: number): void {
    this.receivedEncodedLength += bytes;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#bytes += chunk.length;
    const isBomb =
      this.#bytes > HARMLESS_BYTES && this.#bytes > this.receivedEncodedLength * MOST_RATIO;
    if (!isBomb) this.push(chunk);
    done(
      isBomb
        ? new TooLargeError(
            `The body is more than ${MOST_RATIO} times as large as it was sent; send it uncompressed.`,
          )
        : undefined,
    );
  }
}
