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

/** A kind in the middle of a sentence ("plaza", 广场); several are joined by "or". */
export function kindNames(kinds: readonly Named[], language: Language): string {
  const names = kinds.map((kind) =>
    language === 'en' && kind.nameEn ? kind.nameEn.toLowerCase() : kind.name,
  );
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
}
