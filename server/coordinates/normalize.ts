/**
 * A text in the form that everything here reads: full-width letters, digits and signs (，：．１) as ASCII,
 * every run of blanks as one space, nothing invisible.
 */
export function normalized(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
