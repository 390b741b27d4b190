import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { FileTroubleError } from './file-trouble.ts';
import { likelierHan, utf16Without } from './likely-encoding.ts';
import type { TextEncoding } from './text-encoding.ts';

/** So much of a file is looked at to tell encodings apart that it could be in both. */
const HEAD_BYTES = 64 * 1024;

const ENCODING_HELP = 'save the file as UTF-8, or say which encoding it has';

/**
 * The encoding of a text file: by its byte order mark, else UTF-16 by its zeros, else UTF-8 if all of it is, else GB18030
 * (which includes GBK and GB 2312) or Big5, of those that all of it is in the likelier one.
 * @throws FileTroubleError `BAD_ENCODING`
 */
export async function encodingOf(path: string): Promise<TextEncoding> {
  const head = await readHead(path, HEAD_BYTES);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const wide = utf16Without(head);
  if (wide) return wide;
  const han = likelierHan(head);
  const others = han === 'big5' ? (['big5', 'gb18030'] as const) : (['gb18030', 'big5'] as const);
  for (const encoding of ['utf-8', ...others] as const) {
    if (await isEncodedIn(path, encoding)) return encoding;
  }
  throw new FileTroubleError(
    'BAD_ENCODING',
    `The file is neither UTF-8 nor UTF-16, GB18030 or Big5 text; ${ENCODING_HELP}.`,
  );
}

/** What decoders make of bytes that stand for nothing in Big5: places for private use, and control characters. */
const NO_CHARACTERS = /[\u0080-\u009f\ue000-\uf8ff]/;

async function isEncodedIn(path: string, encoding: TextEncoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) {
      const text = decoder.decode(chunk as Buffer, { stream: true });
      if (encoding === 'big5' && NO_CHARACTERS.test(text)) return false;
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The text of a file as chunks of UTF-8, without byte order mark. @throws FileTroubleError `BAD_ENCODING` */
export async function* utf8Chunks(path: string, encoding: TextEncoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      const text = decoder.decode(chunk as Buffer, { stream: true });
      if (text) yield Buffer.from(text);
    }
    const rest = decoder.decode();
    if (rest) yield Buffer.from(rest);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = `The file is no ${encoding.toUpperCase()} text; ${ENCODING_HELP}.`;
    throw new FileTroubleError('BAD_ENCODING', message, null, error);
  }
}

/** The first bytes of a file. */
export async function readHead(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
