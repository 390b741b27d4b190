/**
 * Texts that spreadsheets would take for formulas, such as `=HYPERLINK(…)` as the name of a facility, are written
 * with an apostrophe before them, and read without it. A text that begins with apostrophes and then like a formula
 * gets one more, so that each text is read as it was.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */

const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const MARKED = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;

/** A text as no spreadsheet takes it for a formula. */
export function asPlainText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text of a cell that was written by {@link asPlainText}. */
export function fromPlainText(cell: string): string {
  return cell.replace(MARKED, '');
}
