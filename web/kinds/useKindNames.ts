import { useMemo } from 'react';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';

/** Names of kinds of facility by their codes. */
export type KindNames = ReadonlyMap<string, string>;

/** Names of the kinds of facility in the language of the page, by code. */
export function useKindNames(): KindNames {
  const { language } = useI18n();
  const kinds = useStart().data?.facilityKinds;
  return useMemo(
    () => new Map(kinds?.map((kind) => [kind.code, placeName(kind, language)])),
    [kinds, language],
  );
}
