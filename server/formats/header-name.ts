/** Remarks in brackets, blanks and punctuation. */
const IGNORED = /[(（[【].*?[)）\]】]|[\s_\-.:：/]/g;

/** A column's name in lower case, without remarks in brackets, blanks and punctuation, to be looked up in a list. */
export function normalizeHeader(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(IGNORED, '');
}
