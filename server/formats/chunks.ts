/** Small texts are joined to chunks of about so many characters. */
const CHARACTERS = 64 * 1024;

/** Texts as a stream of bytes, in chunks of a size worth sending. */
export async function* inChunks(
  texts: AsyncIterable<string>,
  encode: (text: string) => Buffer = (text) => Buffer.from(text),
): AsyncGenerator<Buffer> {
  let pending: string[] = [];
  let length = 0;
  for await (const text of texts) {
    pending.push(text);
    length += text.length;
    if (length < CHARACTERS) continue;
    yield encode(pending.join(''));
    pending = [];
    length = 0;
  }
  if (length > 0) yield encode(pending.join(''));
}
