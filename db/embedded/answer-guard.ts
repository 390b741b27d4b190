/**
 * Makes the embedded database keep to the PostgreSQL protocol where PGlite does not:
 *
 * - An error in the extended protocol is followed by "ready for query" at once, and by another one at
 *   the client's Sync. The second would end the client's next query before it began. Here the first is
 *   taken out, and what the client sends until its Sync is passed over, as PostgreSQL does.
 * - An exception inside GEOS (an overlay of an invalid shape, say) is swallowed: the rows just end. In the
 *   extended protocol it shows: no end at all, or "portal suspended" though all rows were asked for. Such an
 *   answer must not pass for a result: it gets an error. In the simple protocol nothing shows, so the hub
 *   sends every statement by the extended one.
 *
 * Message formats: PostgreSQL documentation, "Frontend/Backend Protocol".
 */
import type { PGlite } from '@electric-sql/pglite';

const code = (letter: string): number => letter.charCodeAt(0);

const SYNC = code('S');
const FLUSH = code('H');
const ERROR = code('E');
const READY = code('Z');
const EXECUTE = code('E');
const SUSPENDED = code('s');

/** Messages of the extended protocol with the letters of which one (or an error) ends each answer. */
const ENDS: ReadonlyMap<number, string> = new Map([
  [code('P'), '1'], // Parse: parse complete
  [code('B'), '2'], // Bind: bind complete
  [code('D'), 'Tn'], // Describe: row description, no data
  [code('E'), 'CIs'], // Execute: command complete, empty query, portal suspended
  [code('C'), '3'], // Close: close complete
  [FLUSH, ''],
]);

const BROKEN_OFF = 'The database broke off in the middle of a statement; nothing of it was kept.';

/** Wraps the protocol entry of a database; from then on every answer is whole. */
export function guardAnswers(db: PGlite): void {
  const ask = db.execProtocolRawStream.bind(db);
  let skipping = false;
  db.execProtocolRawStream = async (message, options) => {
    const kind = message[0] as number;
    if (skipping && kind !== SYNC) return;
    skipping = false;
    const chunks: Uint8Array[] = [];
    // PGlite may use its buffer again for the next chunk.
    await ask(message, { ...options, onRawData: (data) => chunks.push(data.slice()) });
    let answer = split(Buffer.concat(chunks));
    const ends = ENDS.get(kind);
    if (ends !== undefined) {
      answer = answer.filter((part) => part[0] !== READY);
      if (asksForAllRows(message)) answer = answer.filter((part) => part[0] !== SUSPENDED);
      const ended = answer.some(([letter = 0]) => `E${ends}`.includes(String.fromCharCode(letter)));
      if (!ended && kind !== FLUSH) answer.push(errorResponse(BROKEN_OFF));
      skipping = answer.some((part) => part[0] === ERROR);
    }
    if (answer.length > 0) options?.onRawData?.(Buffer.concat(answer));
  };
}

/** The messages of an answer: each is a letter, a length (that counts itself), and its content. */
export function split(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 1 + view.getInt32(at + 1);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

/** An ErrorResponse of the class "internal error". */
export function errorResponse(text: string): Uint8Array {
  const content = Buffer.from(`SERROR\0VERROR\0CXX000\0M${text}\0\0`);
  const head = Buffer.alloc(5);
  head[0] = ERROR;
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

/** An Execute whose last four bytes, the most rows to give, are zero. */
function asksForAllRows(message: Uint8Array): boolean {
  return message[0] === EXECUTE && message.subarray(-4).every((byte) => byte === 0);
}
