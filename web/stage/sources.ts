import type { ExpressionSpecification } from 'maplibre-gl';
import type { Language } from '../view/view.ts';

/** Ids of the map's sources. */
export const HUB_SOURCE = 'hub';
export const OVERLAY_SOURCE = 'overlay';

/** Ids of the layers that are tapped and pointed at. */
export const COMMUNITY_LAYER = 'communities';
export const FACILITY_LAYER = 'facilities';

/** Beyond this zoom the map enlarges tiles instead of asking for more. */
export const DEEPEST_TILES = 16;

/** The font of all labels, as a style names it. */
export const FONT = ['Noto Sans SC'];

/** A light edge around the letters of a label. */
export const HALO = { 'text-halo-color': 'rgba(255,255,255,0.9)', 'text-halo-width': 1.6 };

/** Tiles are asked for at once, before the data version is known: a version only matters after an
 * edit, when it makes the tiles' address a new one. */
export function tileUrls(dataVersion?: string): string[] {
  const version = dataVersion ? `?v=${encodeURIComponent(dataVersion)}` : '';
  return [`${location.origin}/tiles/{z}/{x}/{y}.mvt${version}`];
}

/** The name in the language of the page, as a text field. */
export function nameField(language: Language): ExpressionSpecification {
  return language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name'];
}
