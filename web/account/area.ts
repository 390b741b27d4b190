import { type Named, placeName, type RegionAbove, regionPath } from '../i18n/names.ts';
import type { Language } from '../view/view.ts';

/** A region or a community, in which somebody may edit. */
export type Area = Named & { readonly id: string } & (
    | { readonly region: RegionAbove }
    | { readonly parent?: RegionAbove | null; readonly level: string }
  );

/** The regions in which an area lies; empty for the city itself. */
export function aboveArea(area: Area, language: Language): string {
  const above = 'region' in area ? area.region : area.parent;
  return above ? regionPath(above, language) : '';
}

/** An area in one line: its name, and where it lies, since several may have the name. */
export function areaName(area: Area, language: Language): string {
  const above = aboveArea(area, language);
  return above ? `${placeName(area, language)} (${above})` : placeName(area, language);
}
