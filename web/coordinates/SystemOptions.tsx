import { useMemo } from 'react';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { systemName } from './systemName.ts';
import { systemsFor } from './systemsFor.ts';

const GROUPS = ['common', 'near', 'other'] as const;

/** The reference systems to choose from: those that can express the city, in groups, and the chosen one. */
export function SystemOptions({ chosen }: { chosen: string | null }) {
  const { t, language } = useI18n();
  const bbox = useStart().data?.hub.bbox;
  const systems = useMemo(() => systemsFor(bbox), [bbox]);
  const isListed = GROUPS.some((group) => systems[group].some(({ id }) => id === chosen));
  const groups = GROUPS.map((group) => (
    <optgroup key={group} label={t(`export.systems.${group}`)}>
      {systems[group].map(({ id, names }) => (
        <option key={id} value={id}>
          {names[language]}
          {id.startsWith('EPSG') && ` (${id})`}
        </option>
      ))}
    </optgroup>
  ));
  return (
    <>
      {chosen && !isListed && <option value={chosen}>{systemName(chosen, language)}</option>}
      {groups}
    </>
  );
}
