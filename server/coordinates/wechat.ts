import { type NoPlace, type Place, placeAt } from './place.ts';

const NUMBER = '(-?\\d{1,3}(?:\\.\\d{1,20})?)';
const ELEMENT_X = new RegExp(`<Location_X> ?${NUMBER} ?</Location_X>`, 'i');
const ELEMENT_Y = new RegExp(`<Location_Y> ?${NUMBER} ?</Location_Y>`, 'i');
const ATTRIBUTE_X = new RegExp(` x ?= ?\\\\?"${NUMBER}\\\\?"`);
const ATTRIBUTE_Y = new RegExp(` y ?= ?\\\\?"${NUMBER}\\\\?"`);

/**
 * A position sent in WeChat, as its XML goes around: `<location x="45.7567" y="126.6424" …/>` or
 * `<Location_X>…</Location_X><Location_Y>…`. X is the latitude. Its system is not documented, so it stays
 * open. Undefined when it is none.
 */
export function readWeChat(text: string): Place | NoPlace | undefined {
  const start = text.indexOf('<location ');
  const tag = start < 0 ? '' : text.slice(start, text.indexOf('>', start) + 1);
  const lat = ELEMENT_X.exec(text)?.[1] ?? ATTRIBUTE_X.exec(tag)?.[1];
  const lon = ELEMENT_Y.exec(text)?.[1] ?? ATTRIBUTE_Y.exec(tag)?.[1];
  return lat && lon ? placeAt(Number(lon), Number(lat), 'UNKNOWN', 'wechat') : undefined;
}
