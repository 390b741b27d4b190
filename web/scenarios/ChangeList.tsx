import { useQuery } from 'urql';
import { FacilityPositionsDocument } from '../generated/graphql.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { focusMap } from '../stage/camera.ts';
import type { Position } from '../view/view.ts';
import type { Change } from './changes.ts';
import { commit } from './store.ts';

/** Rows listed at once. */
const MOST_ROWS = 200;

/** What is changed, each with a way back. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds;
  const [{ data }] = useQuery({ query: FacilityPositionsDocument });
  const positions = data?.facilityPositions;
  const nameOf = (change: Change): string => {
    if (change.action === 'ADD') {
      const kind = kinds?.find(({ code }) => code === change.kind);
      return kind ? placeName(kind, language) : change.kind;
    }
    const i = positions?.ids.indexOf(change.key) ?? -1;
    return positions?.names[i] ?? t('trial.gone');
  };
  const placeOf = (key: string): Position | undefined => {
    const i = positions?.ids.indexOf(key) ?? -1;
    const [lon, lat] = positions?.coordinates.slice(2 * i, 2 * i + 2) ?? [];
    return i < 0 || lon === undefined || lat === undefined ? undefined : [lon, lat];
  };
  return (
    <section className="scenario-changes">
      <h3>{t('trial.changes', { count: changes.length })}</h3>
      <ul data-testid="change-list">
        {changes.slice(0, MOST_ROWS).map((change) => (
          <li key={change.key}>
            <button
              type="button"
              className="scenario-change"
              onClick={() => {
                const position = change.action === 'REMOVE' ? placeOf(change.key) : change.at;
                if (position) focusMap({ position, minZoom: 13 });
              }}
            >
              <small>{t(`trial.action.${change.action}`)}</small>
              <span>{nameOf(change)}</span>
            </button>
            <button
              type="button"
              className="scenario-drop"
              aria-label={t('trial.dropChange', { name: nameOf(change) })}
              title={t('trial.dropChange', { name: nameOf(change) })}
              onClick={() => commit(changes.filter(({ key }) => key !== change.key))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
