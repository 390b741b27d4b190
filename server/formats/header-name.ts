import { comparable } from './comparable-text.ts';

/** Remarks in brackets, blanks and punctuation. */
const IGNORED = /[(（[【].*?[)）\]】]|[\s_\-.:：/]/g;

/** A column's name as it is compared, without remarks in brackets, blanks and punctuation, to be looked up in a list. */
export function normalizeHeader(name: string): string {
  return comparable(name).replace(IGNORED, '');
}
