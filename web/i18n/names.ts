import type { Language } from '../view/view.ts';

/** Anything with a Chinese and perhaps an English name. */
export interface Named {
  name: string;
  nameEn?: string | null;
}

/** The name for headings and lists: Chinese as recorded; in English with the Chinese name behind. */
export function placeName(place: Named, language: Language): string {
  return language === 'en' && place.nameEn ? `${place.nameEn} ${place.name}` : place.name;
}

/** The name alone, for narrow columns. */
export function shortName(place: Named, language: Language): string {
  return language === 'en' && place.nameEn ? place.nameEn : place.name;
}

/** A region, with those above it as far as they were requested. */
export interface RegionAbove extends Named {
  level?: string;
  parent?: RegionAbove | null;
}

/**
 * Where a region lies: with those above it, the city left out. In Chinese the largest comes first, in English the
 * smallest. It tells apart what has the same name.
 */
export function regionPath(region: RegionAbove, language: Language): string {
  const names: string[] = [];
  for (let each: RegionAbove | null | undefined = region; each; each = each.parent) {
    if (each.level !== 'CITY' || names.length === 0) names.push(shortName(each, language));
  }
  return language === 'zh' ? names.reverse().join(' · ') : names.join(', ');
}

/** A community with where it lies, since several may have its name. */
export function communityName(
  community: Named & { region?: RegionAbove | null },
  language: Language,
): string {
  const { region } = community;
  const name = placeName(community, language);
  return region ? `${name} (${regionPath(region, language)})` : name;
}

/** Where a facility stands, in one line: address, community, and the regions above; as far as they are on record. */
export function placeLine(
  facility: { address?: string | null; community?: (Named & { region: RegionAbove }) | null },
  language: Language,
): string {
  const { address, community } = facility;
  const names = [
    address,
    community && shortName(community, language),
    community && regionPath(community.region, language),
  ];
  return names.filter(Boolean).join(' · ');
}

/** A kind in the middle of a sentence ("plaza", 广场); several are joined by "or". */
export function kindNames(kinds: readonly Named[], language: Language): string {
  const names = kinds.map((kind) =>
    language === 'en' && kind.nameEn ? kind.nameEn.toLowerCase() : kind.name,
  );
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
}
