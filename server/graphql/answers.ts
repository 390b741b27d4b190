import { createHash } from 'node:crypto';

/** An answer as it is sent. */
export interface KeptAnswer {
  readonly body: Buffer;
  /** A digest of the body; weak, since it may be sent compressed. */
  readonly etag: string;
}

interface Kept extends KeptAnswer {
  readonly version: string;
}

/** What an answer takes besides its body and the compressed forms of it, about. */
const OVERHEAD_BYTES = 512;
const WITH_FORMS = 1.5;

/** Makes an answer of a body. */
export function answerOf(body: Buffer): KeptAnswer {
  return { body, etag: `W/"${createHash('sha1').update(body).digest('base64url')}"` };
}

/** Names a question; the same name means the same answer for one data version. */
export function questionKey(parts: readonly (string | null | undefined)[]): string {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part == null ? '\0' : `${part.length}:${part}`);
  return hash.digest('base64url');
}

/**
 * Answers to questions of all who may read, for as long as the data version is the one that they are of. Takes
 * so many bytes at most; those that were not asked for the longest go first.
 */
export class KeptAnswers {
  readonly #mostBytes: number;
  readonly #answers = new Map<string, Kept>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Bytes taken. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string, version: string): KeptAnswer | undefined {
    const kept = this.#answers.get(key);
    if (!kept) return undefined;
    this.#answers.delete(key);
    if (kept.version !== version) {
      this.#bytes -= sizeOf(kept);
      return undefined;
    }
    this.#answers.set(key, kept);
    return kept;
  }

  keep(key: string, version: string, answer: KeptAnswer): void {
    const known = this.#answers.get(key);
    if (known) this.#bytes -= sizeOf(known);
    this.#answers.delete(key);
    // One answer shall not drive out most of the others.
    if (sizeOf(answer) > this.#mostBytes / 8) return;
    this.#answers.set(key, { ...answer, version });
    this.#bytes += sizeOf(answer);
    for (const [oldest, kept] of this.#answers) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#answers.delete(oldest);
      this.#bytes -= sizeOf(kept);
    }
  }
}

function sizeOf({ body }: KeptAnswer): number {
  return body.byteLength * WITH_FORMS + OVERHEAD_BYTES;
}
