import { FileTroubleError } from '../file-trouble.ts';

const REMEDY = 'correct it there, or export the file once more';

/**
 * A character that cannot stand where it stands.
 * @param place such as `Line 1, character 7`
 * @param expected what may stand there, in words
 */
export function unexpectedCharacter(
  place: string,
  character: string,
  expected: string,
): FileTroubleError {
  const message = `${place}: ${shown(character)} stands where ${expected} is expected; ${REMEDY}.`;
  return new FileTroubleError('BAD_SYNTAX', message);
}

/** A closing bracket that does not fit the last one opened. */
export function wrongBracket(place: string, character: string): FileTroubleError {
  const message = `${place}: ${shown(character)} closes another bracket than the last one opened; ${REMEDY}.`;
  return new FileTroubleError('BAD_SYNTAX', message);
}

/** The value of a JSON text. @param what the text is, for messages @throws FileTroubleError */
export function parseJson(text: string, line: number, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `Line ${line}: ${what} is no JSON (${(error as Error).message}); ${REMEDY}.`;
    throw new FileTroubleError('BAD_SYNTAX', message, null, error);
  }
}

/** A character in quotation marks, or by its code where it is invisible. */
function shown(character: string): string {
  if (/^[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return `"${character}"`;
  const code = character.codePointAt(0) ?? 0;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
