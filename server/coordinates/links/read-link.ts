import { type NoPlace, type Place, placeAt } from '../place.ts';
import { amap } from './amap.ts';
import { apple } from './apple.ts';
import { baidu } from './baidu.ts';
import { google } from './google.ts';
import { owns } from './map-site.ts';
import { openStreetMap } from './openstreetmap.ts';
import { lonLatIn } from './pair-in.ts';
import { tencent } from './tencent.ts';
import { tianditu } from './tianditu.ts';

const SITES = [amap, tencent, baidu, tianditu, google, apple, openStreetMap];

const LINK = /(?:https?|qqmap):\/\/[^\s"'<>]+/i;
/** An address as browsers show it, without its scheme. */
const BARE_LINK = /^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,5}\.[a-z]{2,20}[/?#][^\s"'<>]*/i;

/** The first link in a text and the place it holds. */
export interface LinkInText {
  /** The text without the link. */
  readonly rest: string;
  readonly result: Place | NoPlace;
}

/** Reads the first link in a text; undefined when there is none. */
export function readLink(text: string): LinkInText | undefined {
  const [link] = LINK.exec(text) ?? BARE_LINK.exec(text) ?? [];
  if (!link) return undefined;
  const address = link.includes('://') ? link : `https://${link}`;
  const result = URL.canParse(address) ? placeIn(new URL(address)) : undefined;
  return { rest: text.replace(link, ' '), result: result ?? { code: 'LINK_WITHOUT_PLACE' } };
}

function placeIn(url: URL): Place | NoPlace | undefined {
  const site = SITES.find((candidate) => owns(candidate, url));
  if (site) return site.read(url);
  const lonLat = lonLatIn(url.searchParams);
  return lonLat && placeAt(...lonLat, 'UNKNOWN', 'link');
}
