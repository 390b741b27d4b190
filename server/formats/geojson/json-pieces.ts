import type { TextEncoding } from '../text-encoding.ts';
import { utf8Chunks } from '../text-file.ts';
import { type JsonPiece, JsonSplitter } from './json-splitter.ts';

/**
 * The pieces of a JSON file: of the object around an array, or of a sequence ({@link JsonSplitter}).
 * @throws FileTroubleError
 */
export async function* jsonPieces(
  path: string,
  encoding: TextEncoding,
  arrayKey?: string,
): AsyncGenerator<JsonPiece> {
  const splitter = new JsonSplitter(arrayKey);
  for await (const chunk of utf8Chunks(path, encoding)) yield* splitter.push(chunk);
  splitter.end();
}
