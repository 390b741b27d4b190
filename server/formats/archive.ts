import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl';
import { asTrouble, FileTroubleError } from './file-trouble.ts';
import { MAX_ENTRIES, MAX_INFLATED_BYTES } from './limits.ts';

/** A file in a ZIP archive. Nothing is ever written under its name. */
export interface ArchiveEntry {
  /** With its folders, decoded as UTF-8 or else GB18030. */
  readonly name: string;
  /** Its bytes, unpacked while they are read. @throws FileTroubleError when they are damaged, or too many */
  bytes(): AsyncGenerator<Buffer>;
}

/** An open ZIP archive, of which any files may be read at the same time. */
export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  close(): void;
}

const openZip = promisify<string, Options, ZipFile>(yauzl.open);
const DAMAGED = 'The archive is damaged; pack it once more.';

/** Opens an archive and lists its files. @throws FileTroubleError */
export async function openArchive(path: string): Promise<Archive> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await openZip(path, options).catch((error: Error) => {
    throw asTrouble(error, `${DAMAGED} (${error.message})`);
  });
  try {
    if (zip.entryCount > MAX_ENTRIES) {
      const message = `The archive holds more than ${MAX_ENTRIES} files; pack one layer alone.`;
      throw new FileTroubleError('TOO_MANY_PARTS', message);
    }
    const entries = await listOf(zip);
    return { entries, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw asTrouble(error, `${DAMAGED} (${(error as Error).message})`);
  }
}

function listOf(zip: ZipFile): Promise<ArchiveEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: ArchiveEntry[] = [];
    zip.on('entry', (entry: Entry) => {
      const name = nameOf(entry);
      if (!name.endsWith('/')) entries.push({ name, bytes: () => bytesOf(zip, entry, name) });
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

function nameOf({ fileNameRaw }: Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw);
  } catch {
    return new TextDecoder('gb18030').decode(fileNameRaw);
  }
}

async function* bytesOf(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) {
    throw new FileTroubleError(
      'UNSUPPORTED_FORMAT',
      'The archive has a password; pack it without.',
    );
  }
  let [length, checksum] = [0, 0];
  try {
    const stream = await promisify<Entry, Readable>(zip.openReadStream.bind(zip))(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      // What the archive says of the length need not be true.
      if (length > MAX_INFLATED_BYTES) {
        const message = `${name} has more than ${MAX_INFLATED_BYTES} bytes; divide it.`;
        throw new FileTroubleError('TOO_LARGE', message);
      }
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw asTrouble(error, `${name}: ${DAMAGED} (${(error as Error).message})`);
  }
  if (checksum !== entry.crc32) throw new FileTroubleError('BAD_SYNTAX', `${name}: ${DAMAGED}`);
}
