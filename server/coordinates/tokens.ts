import type { CoordinateSystem } from './coordinate-system.ts';
import { systemNamed } from './system-names.ts';

/** Which coordinate a label announces. */
export type Axis = 'lon' | 'lat';

/** A number as written; `part` is what a sign after it says: 0 degrees, 1 minutes, 2 seconds. */
export interface NumberToken {
  readonly type: 'number';
  readonly value: number;
  readonly digits: string;
  readonly part: 0 | 1 | 2 | undefined;
}

/** A piece of a text about coordinates. What only separates (commas, blanks, brackets) is left out. */
export type Token =
  | NumberToken
  /** 经度, lat, N …; `sign` is −1 for west and south, and undefined for a label that names no half. */
  | { readonly type: 'label'; readonly axis: Axis; readonly sign: 1 | -1 | undefined }
  /** The name of a coordinate system; undefined one that is not converted here. */
  | { readonly type: 'system'; readonly system: CoordinateSystem | undefined }
  | { readonly type: 'word' };

const MARK = "[°º˚度]|[′’‘ʹ´`]{2}|''|[″”“\"ʺ〃秒]|[′’‘ʹ´`'分]";

/**
 * One token at a time, whole names before their parts. No alternative matches the same text in two ways,
 * so that the time taken is linear in the length of the text.
 */
const TOKEN = new RegExp(
  [
    '(?<system>(?<![a-z])(?:wgs|cgcs|gcj|bd|epsg|srid)[-_ :=]{0,3}\\d{2,6}(?:ll|mc)?(?![\\da-z])|' +
      '2000国家大地坐标|国家大地2000|(?:高德|火星|百度)坐标|西安80|北京54)',
    '(?<neutral>经纬度?|經緯度?|纬经度|緯經度|(?:lat[/ ]?(?:lng|lon)|(?:lng|lon)[/ ]?lat)(?![a-z]))',
    '(?<label>(?:[东東西][经經]|[北南][纬緯])度?|[经經纬緯]度|(?:longitude|latitude|long|lng|lon|lat|[nsew])(?![a-z_]))',
    '(?<version>\\d+(?:\\.\\d+){2,})',
    `(?<number>(?:(?<![\\d.°′″])[-−+])?\\d+(?:\\.\\d+)?)(?: ?(?<mark>${MARK}))?`,
    '(?<word>[a-z_][a-z_\\d]*|\\p{L})',
  ].join('|'),
  'giu',
);

/** The tokens of a text that `normalized` has gone over. */
export function tokensOf(text: string): Token[] {
  const found = Array.from(text.matchAll(TOKEN), ({ groups }) => groups ?? {});
  // Quotation marks are minutes and seconds only beside degrees: {"lat": "45.75"} has none.
  const hasDegrees = found.some(({ mark }) => mark && partOf(mark) === 0);
  return found
    .map(({ system, label, number, mark, neutral }): Token | undefined => {
      if (system) return { type: 'system', system: systemNamed(system) };
      if (label) return labelOf(label.toLowerCase());
      if (neutral) return undefined;
      if (!number) return { type: 'word' };
      const isMark = mark && (hasDegrees || !/["']/.test(mark));
      const value = Number(number.replace('−', '-'));
      return { type: 'number', value, digits: number, part: isMark ? partOf(mark) : undefined };
    })
    .filter((token) => token !== undefined);
}

function labelOf(label: string): Token {
  const axis = /[经經]|^lo?ng?|^[ew]$/.test(label) ? 'lon' : 'lat';
  const sign = /[西南]|^[ws]$/.test(label) ? -1 : /[东東北]|^[en]$/.test(label) ? 1 : undefined;
  return { type: 'label', axis, sign };
}

function partOf(mark: string): 0 | 1 | 2 {
  if (/[°º˚度]/.test(mark)) return 0;
  return mark.length === 2 || /[″”“"ʺ〃秒]/.test(mark) ? 2 : 1;
}
