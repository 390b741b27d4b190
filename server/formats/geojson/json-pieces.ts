import { asTrouble } from '../file-trouble.ts';
import { type TextEncoding, utf8Chunks } from '../text-file.ts';
import { type JsonPiece, JsonSplitter } from './json-splitter.ts';

/** The pieces of a JSON file: of the object around an array, or of a sequence ({@link JsonSplitter}). */
export async function* jsonPieces(
  path: string,
  encoding: TextEncoding,
  arrayKey?: string,
): AsyncGenerator<JsonPiece> {
  const splitter = new JsonSplitter(arrayKey);
  try {
    for await (const chunk of utf8Chunks(path, encoding)) yield* splitter.push(chunk);
  } catch (error) {
    if (error instanceof SyntaxError) throw asTrouble(error, `It is no JSON: ${error.message}.`);
    throw error;
  }
  splitter.end();
}
