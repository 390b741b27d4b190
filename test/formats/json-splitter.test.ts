import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileTroubleError } from '../../server/formats/feature-source.ts';
import { type JsonPiece, JsonSplitter } from '../../server/formats/geojson/json-splitter.ts';

/** How many texts of each kind; set it higher to look longer. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2_000);

/** The pieces of a text that arrives in chunks of so many bytes. @throws FileTroubleError */
function split(text: string, arrayKey?: string, chunkBytes = 7): JsonPiece[] {
  const bytes = Buffer.from(text);
  const splitter = new JsonSplitter(arrayKey);
  const pieces: JsonPiece[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    pieces.push(...splitter.push(bytes.subarray(at, at + chunkBytes)));
  }
  splitter.end();
  return pieces;
}

/** What is wrong with a text; null when it is split without a fault. */
function faultOf(text: string, arrayKey?: string, chunkBytes = 1_000): string | null {
  try {
    split(text, arrayKey, chunkBytes);
    return null;
  } catch (error) {
    if (error instanceof FileTroubleError) return `${error.code} ${error.message}`;
    throw error;
  }
}

describe('a FeatureCollection', () => {
  test('is split in the same way, wherever its bytes are cut', () => {
    const text =
      '\n{"a":"x,}\\"","n":-1.5e3,"features":[{"k":["]"]},{"甲":{}} , 1 ,"z",null],"b":{"c":[1]},"e":[]}';
    for (let size = 1; size <= Buffer.byteLength(text); size++) {
      expect(split(text, 'features', size)).toEqual([
        { kind: 'member', key: 'a', value: 'x,}"' },
        { kind: 'member', key: 'n', value: -1500 },
        { kind: 'array' },
        { kind: 'element', text: '{"k":["]"]}', line: 2 },
        { kind: 'element', text: '{"甲":{}}', line: 2 },
        { kind: 'element', text: '1', line: 2 },
        { kind: 'element', text: '"z"', line: 2 },
        { kind: 'element', text: 'null', line: 2 },
        { kind: 'member', key: 'b', value: { c: [1] } },
        { kind: 'member', key: 'e', value: [] },
      ]);
    }
  });

  test('tells the line of each element', () => {
    const pieces = split('{"features":\n[{\n"a":"\\n"},\r\n{}\n,\n\n{}]}', 'features');
    expect(pieces.flatMap((piece) => (piece.kind === 'element' ? piece.line : []))).toEqual([
      2, 4, 7,
    ]);
  });

  test.each([
    // Commas
    [
      '{"features":[,,{"a":1}{"a":2},,]}',
      'Line 1, character 14: "," stands where a feature or "]" is expected',
    ],
    [
      '{"features":[{"a":1}{"a":2}]}',
      'Line 1, character 21 (after feature 1): "{" stands where "," or "]" is expected',
    ],
    [
      '{"features":[{"a":1},\n,{"a":2}]}',
      'Line 2, character 1 (after feature 1): "," stands where a feature is expected',
    ],
    [
      '{"features":[{"a":1},]}',
      'Line 1, character 22 (after feature 1): "]" stands where a feature is expected',
    ],
    [
      '{"features":[1 2]}',
      'Line 1, character 16 (after feature 1): "2" stands where "," or "]" is expected',
    ],
    ['{,"features":[]}', '"," stands where a name in quotation marks or "}" is expected'],
    ['{"features":[],}', '"}" stands where a name in quotation marks is expected'],
    ['{"features":[],,"a":1}', '"," stands where a name in quotation marks is expected'],
    ['{"features":[] "a":1}', 'Line 1, character 16: """ stands where "," or "}" is expected'],
    ['{"a":1 "features":[]}', 'Line 1, character 8: """ stands where "," or "}" is expected'],
    ['{"a":"x""features":[]}', '""" stands where "," or "}" is expected'],
    // Colons
    ['{"a" 1,"features":[]}', '"1" stands where ":" is expected'],
    ['{"a"::1,"features":[]}', '":" stands where a value is expected'],
    ['{"features"[]}', '"[" stands where ":" is expected'],
    ['{"a":,"features":[]}', '"," stands where a value is expected'],
    ['{"a":}', '"}" stands where a value is expected'],
    ['{"a","features":[]}', '"," stands where ":" is expected'],
    ['{a:1,"features":[]}', '"a" stands where a name in quotation marks or "}" is expected'],
    ["{'features':[]}", `"'" stands where a name in quotation marks or "}" is expected`],
    // Brackets
    [
      '{"features":[{"a":[1}]}',
      'character 21: "}" closes another bracket than the last one opened',
    ],
    ['{"features":[{"a":1]}', 'character 20: "]" closes another bracket than the last one opened'],
    ['{"crs":[1},"features":[]}', 'character 10: "}" closes another bracket'],
    ['{"features":[{"a":1}}', '(after feature 1): "}" stands where "," or "]" is expected'],
    ['{"features":[{"a":1}]]', '(after feature 1): "]" stands where "," or "}" is expected'],
    ['{"features":[{"a":1}]', 'Line 1, character 22: the JSON ends in the middle'],
    ['{"features":[{"a":1', 'Line 1, character 20: the JSON ends in the middle'],
    ['{"features":[\n{"a":"x', 'Line 2, character 8: the JSON ends in the middle'],
    ['{"features":[tru', 'the JSON ends in the middle'],
    ['{"feat', 'the JSON ends in the middle'],
    ['', 'Line 1, character 1: the JSON ends in the middle'],
    // What stands around the object
    ['{"features":[]} x', 'Line 1, character 17: "x" stands where the end of the file is expected'],
    ['{"features":[]}{"features":[]}', '"{" stands where the end of the file is expected'],
    ['{"features":[]},', '"," stands where the end of the file is expected'],
    ['x{"features":[]}', '"x" stands where an object "{ … }" is expected'],
    // The array
    ['{"features":[{}],"features":[{}]}', '"features" stands here for the second time'],
    ['{"features":[{}],"featur\\u0065s":[{}]}', '"features" stands here for the second time'],
    ['{"features":{"a":1}}', '"{" stands where an array "[ … ]" is expected'],
    ['{"features":null}', '"n" stands where an array "[ … ]" is expected'],
    // Values that are no JSON
    ['{"type":FeatureCollection,"features":[]}', '"F" stands where a value is expected'],
    ['{"a":tru,"features":[]}', 'Line 1: the value of "a" is no JSON'],
    ['{"a":01,"features":[]}', 'Line 1: the value of "a" is no JSON'],
    ['{"a":1e,"features":[]}', 'Line 1: the value of "a" is no JSON'],
    ['{"a":NaN,"features":[]}', '"N" stands where a value is expected'],
    ['{"a":.5,"features":[]}', '"." stands where a value is expected'],
    ['{"a":+1,"features":[]}', '"+" stands where a value is expected'],
    ['{\n"a":[1,,2],"features":[]}', 'Line 2: the value of "a" is no JSON'],
    ['{"a":"x\ny","features":[]}', 'Line 1: the value of "a" is no JSON'],
    ['{"a\tb":1,"features":[]}', 'Line 1: this name is no JSON'],
    ['{"\\x":1,"features":[]}', 'Line 1: this name is no JSON'],
    ['{"features":[NaN]}', '"N" stands where a feature or "]" is expected'],
    // Characters that are no blanks in JSON
    [
      '{"features":[\0{"a":1}]}',
      'Line 1, character 14: the character U+0000 stands where a feature',
    ],
    ['{"features":[{"a":1}\0]}', 'the character U+0000 stands where "," or "]" is expected'],
    ['{"features":[{"a":1}]}\0', 'the character U+0000 stands where the end of the file'],
    ['{"a":1\0,"features":[]}', 'the character U+0000 stands where "," or "}" is expected'],
    ['{"features":[\x1e{"a":1}]}', 'the character U+001E stands where a feature'],
    ['{"features":[\x0b]}', 'the character U+000B stands where a feature'],
    ['{"features":[\uFEFF{"a":1}]}', 'the character U+FEFF stands where a feature'],
    ['{\u00A0"features":[]}', 'the character U+00A0 stands where a name'],
    ['{"甲":1，"features":[]}', 'Line 1: the value of "甲" is no JSON'],
    ['{"甲":[]，"features":[]}', 'Line 1, character 8: "，" stands where "," or "}" is expected'],
    ['{"a":"😀"😀}', 'Line 1, character 10: "😀" stands where "," or "}" is expected'],
    // Comments
    ['{"features":[]/* all */}', '"/" stands where "," or "}" is expected'],
    ['// all\n{"features":[]}', '"/" stands where an object'],
  ])('%j is refused with its place', (text, message) => {
    const fault = faultOf(text, 'features');
    expect(fault).toMatch(/^BAD_SYNTAX Line \d+/);
    expect(fault).toContain(message);
    // Told in the same words, wherever its bytes are cut between characters.
    const isAscii = Buffer.byteLength(text) === text.length;
    if (isAscii) expect(faultOf(text, 'features', 1)).toBe(fault);
  });

  test('may be laid out in any way, and hold the same name twice outside of the array', () => {
    const text = '\t{ "a" :\r\n1 , "a" : 2 ,"features"\n:[ { } ,\n[ ] ] , "b" :"" }\n\n ';
    expect(split(text, 'features', 1)).toEqual([
      { kind: 'member', key: 'a', value: 1 },
      { kind: 'member', key: 'a', value: 2 },
      { kind: 'array' },
      { kind: 'element', text: '{ }', line: 3 },
      { kind: 'element', text: '[ ]', line: 4 },
      { kind: 'member', key: 'b', value: '' },
    ]);
  });

  test('may not nest its brackets without end', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(faultOf(`{"features":[${deep(64)}]}`, 'features')).toBeNull();
    expect(faultOf(`{"features":[\n${deep(65)}]}`, 'features')).toBe(
      'TOO_DEEP Line 2, character 65: brackets lie more than 64 deep; simplify the file.',
    );
  });
});

describe('a sequence', () => {
  test('is split by blanks, record separators, or nothing', () => {
    const pieces = split('\x1e{"a":"}"}\n\n{"b":[]}{}\r\n\x1e\x1e{}\n');
    expect(pieces).toEqual([
      { kind: 'element', text: '{"a":"}"}', line: 1 },
      { kind: 'element', text: '{"b":[]}', line: 3 },
      { kind: 'element', text: '{}', line: 3 },
      { kind: 'element', text: '{}', line: 4 },
    ]);
  });

  test.each([
    ['{"a":1},{"a":2}', '(after feature 1): "," stands where a feature "{ … }" is expected'],
    ['{"a":1}\n12\n', 'Line 2, character 1 (after feature 1): "1" stands where a feature'],
    ['{"a":1}\n\0{}', 'the character U+0000 stands where a feature'],
    ['{"a":1}\n\uFEFF{}', 'the character U+FEFF stands where a feature'],
    ['{"a":1]', '"]" closes another bracket than the last one opened'],
    ['{"a":1', 'the JSON ends in the middle'],
  ])('%j is refused with its place', (text, message) => {
    expect(faultOf(text)).toContain(message);
  });
});

/** A JSON text with blanks of its own between its tokens. */
function written(value: unknown, blanks: () => string): string {
  const list = (open: string, parts: string[], close: string): string =>
    `${open}${blanks()}${parts.join(`${blanks()},${blanks()}`)}${blanks()}${close}`;
  if (Array.isArray(value))
    return list(
      '[',
      value.map((part) => written(part, blanks)),
      ']',
    );
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, part]) => `${JSON.stringify(key)}${blanks()}:${blanks()}${written(part, blanks)}`,
  );
  return list('{', members, '}');
}

const anyValue = fc.jsonValue({ maxDepth: 3 });
const feature = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('Feature'), properties: anyValue }) },
  { weight: 1, arbitrary: anyValue },
);
/** A FeatureCollection with members before and after its features, as text. */
const collection = fc
  .record({
    before: fc.dictionary(fc.string({ unit: 'binary', maxLength: 4 }), anyValue, { maxKeys: 2 }),
    features: fc.array(feature, { maxLength: 4 }),
    after: fc.dictionary(fc.string({ maxLength: 4 }), anyValue, { maxKeys: 2 }),
    blanks: fc.infiniteStream(fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t ')),
  })
  .map(({ before, features, after, blanks }) => {
    const next = (): string => blanks.next().value as string;
    // `after` may repeat names of `before`: JSON.parse takes the last one.
    const frame = [before, { features }, after].map((part) => written(part, next).slice(1, -1));
    return `${next()}{${frame.filter((part) => part.trim() !== '').join(',')}}${next()}`;
  });

/** Strings, punctuation, literals and blanks. */
function tokensOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/gs) ?? [];
}

/** What is put into a text: tokens that may be right there, and such as never are. */
const NOISE = [
  ...[',', ':', '{', '}', '[', ']', '{}', '[]', '1', 'null', '""', '"a"', '"a":1', ',"a":1', ' '],
  ...['"', '\\', '-', '01', 'x', '\n', '\0', '\x1e', '\x7f', '\uFEFF', '\u00A0', '甲', '//'],
];

/** The same with one to three tokens taken out, put in, or written twice. */
const mutated = fc
  .tuple(
    collection.map(tokensOf),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0, 1), fc.constantFrom('', 'twice', ...NOISE)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([tokens, changes]) => {
    for (const [at, take, put] of changes) {
      const from = at % (tokens.length + 1);
      const part = put === 'twice' ? (tokens[from] ?? '') : put;
      tokens = tokens.toSpliced(from, take, part);
    }
    return tokens.join('');
  });

/** What `JSON.parse` makes of a text that is an object; undefined when it refuses it, or it is none. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The object of which these are the pieces; undefined when one of its elements is no JSON. */
function assembled(pieces: readonly JsonPiece[]): Record<string, unknown> | undefined {
  const entries = new Map<string, unknown>();
  const elements: unknown[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'member') entries.set(piece.key, piece.value);
    else if (piece.kind === 'array') entries.set('features', elements);
    else {
      try {
        elements.push(JSON.parse(piece.text));
      } catch {
        return undefined;
      }
    }
  }
  return Object.fromEntries(entries);
}

/** Whether JSON.parse would accept a text that the splitter refuses on purpose. */
function isRefusedOnPurpose(fault: string, value: Record<string, unknown>): boolean {
  if (fault.includes('for the second time')) return true;
  return fault.includes('an array "[ … ]" is expected') && !Array.isArray(value['features']);
}

/**
 * Demands that a text is split exactly when JSON.parse accepts it, and into pieces that are together the same.
 * Gives what came of it.
 */
function compare(text: string, chunkBytes: number): 'same' | 'refused' | 'refused on purpose' {
  const sound = text.toWellFormed();
  const expected = parsed(sound);
  const fault = faultOf(sound, 'features', chunkBytes);
  if (fault === null) {
    const value = assembled(split(sound, 'features', chunkBytes));
    if (!isDeepStrictEqual(value, expected)) expect([text, value]).toEqual([text, expected]);
    return value === undefined ? 'refused' : 'same';
  }
  expect(fault).toMatch(/^BAD_SYNTAX Line \d+/);
  if (expected === undefined) return 'refused';
  if (!isRefusedOnPurpose(fault, expected)) expect([text, fault]).toEqual([text, null]);
  return 'refused on purpose';
}

describe('a text is split exactly when JSON.parse accepts it, into pieces that are together the same', () => {
  test.each([
    '{"features":[]}',
    '{"features":[{"a":1},{"b":[2]}]}',
    '{"type":"FeatureCollection","n":1,"crs":{"name":null},"features":[{}]}',
    '{"features":[1,"x",null],"name":"x","bbox":[1,2]}',
    ' { "a" : true , "features" : [ { } , { } ] , "b" : { } } ',
  ])('with every single token of %s changed', (text) => {
    const tokens = tokensOf(text);
    const outcomes = new Map<string, number>();
    for (let at = 0; at <= tokens.length; at++) {
      for (const put of ['', tokens[at] ?? '', tokens[at - 1] ?? '', ...NOISE]) {
        for (const take of [0, 1]) {
          const outcome = compare(tokens.toSpliced(at, take, put).join(''), 5);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      }
    }
    expect(outcomes.get('same')).toBeGreaterThan(20);
    expect(outcomes.get('refused')).toBeGreaterThan(100);
  });

  test('with some of its tokens changed by chance', () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.oneof({ weight: 1, arbitrary: collection }, { weight: 3, arbitrary: mutated }),
        fc.integer({ min: 1, max: 40 }),
        (text, chunkBytes) => {
          const outcome = compare(text, chunkBytes);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        },
      ),
      { numRuns: RUNS },
    );
    expect(outcomes.get('same')).toBeGreaterThan(RUNS / 5);
    expect(outcomes.get('refused')).toBeGreaterThan(RUNS / 5);
  }, 600_000);
});
