import type { TextEncoding } from './text-encoding.ts';

/** Characters that are looked at. */
const ENOUGH = 4_000;
/** The share of zero bytes on one side of each pair from which a text is UTF-16 without a mark. */
const ZEROS = 0.2;
const FEWEST_ZEROS = 4;

/** Where the frequent characters of an encoding of two bytes lie, by the first byte: three quarters of any text. */
const FREQUENT: Readonly<Record<'gb18030' | 'big5', readonly [first: number, last: number]>> = {
  // Level 1 of GB 2312: 3,755 characters in order of their reading.
  gb18030: [0xb0, 0xd7],
  // Level 1 of Big5: 5,401 characters in order of their strokes.
  big5: [0xa4, 0xc6],
};

/**
 * Which of two encodings a text is in that could be in both: GB 18030 or Big5, by the share of its characters that are
 * frequent ones. Traditional texts read as GB 18030 are mostly rare characters and signs.
 */
export function likelierHan(bytes: Uint8Array): 'gb18030' | 'big5' {
  return shareOfFrequent(bytes, 'big5') > shareOfFrequent(bytes, 'gb18030') ? 'big5' : 'gb18030';
}

function shareOfFrequent(bytes: Uint8Array, encoding: 'gb18030' | 'big5'): number {
  const [first, last] = FREQUENT[encoding];
  let frequent = 0;
  let all = 0;
  for (let i = 0; i + 1 < bytes.length && all < ENOUGH; i++) {
    const [lead, trail] = [bytes[i] as number, bytes[i + 1] as number];
    if (lead < 0x81) continue;
    all++;
    // Level 1 of GB 2312 has second bytes from 0xA1 only, which tells it from Big5 most clearly.
    const isHan = encoding === 'big5' ? trail >= 0x40 : trail >= 0xa1;
    if (isHan && lead >= first && lead <= last) frequent++;
    i++;
  }
  return all === 0 ? 0 : frequent / all;
}

/** UTF-16 without a byte order mark, by the zeros of digits, commas and line ends; undefined for anything else. */
export function utf16Without(
  head: Uint8Array,
): Extract<TextEncoding, `utf-16${string}`> | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const enough = Math.max(FEWEST_ZEROS, (head.length / 2) * ZEROS);
  if (odd > enough && even < odd / 10) return 'utf-16le';
  if (even > enough && odd < even / 10) return 'utf-16be';
  return undefined;
}
