/** Names of encodings in .cpg files that TextDecoder does not know. */
const LABELS: readonly (readonly [RegExp, string])[] = [
  [/^utf-?8|^65001$/i, 'utf-8'],
  [/^gb|^(?:cp|ansi |oem |windows-?)?936$|^chinese/i, 'gb18030'],
  [/^big-?5|^(?:cp|ansi |oem |windows-?)?950$/i, 'big5'],
  [/^iso-?8859-?1$|^88591$|^(?:cp|ansi |windows-?)?1252$/i, 'windows-1252'],
];
/** The same as a byte in the header of a .dbf file. @source dBase language driver ids */
const DRIVERS: Readonly<Record<number, string>> = { 77: 'gb18030', 79: 'big5' };
/** The last bytes of a character that was cut in half at the end of a field. */
const MOST_BYTES_CUT = 3;

/** The encoding that the text of a .cpg file names; undefined when it names none that is known. */
export function encodingOfCpg(text: string): string | undefined {
  const label = text.replace(/^\uFEFF/, '').trim();
  const known = LABELS.find(([pattern]) => pattern.test(label));
  if (known) return known[1];
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** Whether every byte is a character, so that anything can be read in it. */
export function isSingleByte(encoding: string): boolean {
  return /^(?:windows-(?!936|950)|iso-8859|ibm|koi8|macintosh)/.test(encoding);
}

/** The encoding of a language driver id; undefined when it is not known for certain. */
export function encodingOfDriver(id: number): string | undefined {
  return DRIVERS[id];
}

/** Decodes the texts of fields. */
export class FieldDecoder {
  readonly encoding: string;
  readonly #decoder: TextDecoder;

  constructor(encoding: string) {
    this.encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  /** The text without the blanks behind it; undefined when the bytes are none in this encoding. */
  decode(bytes: Uint8Array): string | undefined {
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
    // Only a field filled to the end can have been cut.
    const mostCut = end === bytes.length ? MOST_BYTES_CUT : 0;
    for (let cut = 0; cut <= mostCut && cut <= end; cut++) {
      const text = this.#try(bytes.subarray(0, end - cut));
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #try(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}
