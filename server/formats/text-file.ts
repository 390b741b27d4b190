import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { FileTroubleError } from './file-trouble.ts';

/** An encoding of text files. */
export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le';

const ENCODING_HELP = 'save the file as UTF-8, or say which encoding it has';

/**
 * The encoding of a text file: by its byte order mark, else UTF-8 if all of it is, else GB18030 (which
 * includes GBK and GB 2312) if all of it is. @throws FileTroubleError `BAD_ENCODING`
 */
export async function encodingOf(path: string): Promise<TextEncoding> {
  const head = await readHead(path, 2);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    if (await isEncodedIn(path, encoding)) return encoding;
  }
  throw new FileTroubleError(
    'BAD_ENCODING',
    `The file is neither UTF-8 nor GB18030 text; ${ENCODING_HELP}.`,
  );
}

async function isEncodedIn(path: string, encoding: TextEncoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path))
      decoder.decode(chunk as Buffer, { stream: true });
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
