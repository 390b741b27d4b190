import type { ImportDetailFragment } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { ROW_SIGNS } from './importLayers.ts';

const ACTIONS = ['CREATE', 'UPDATE', 'SAME', 'SKIP'] as const;

/** How many rows become what; the legend of the map at the same time. */
export function CountList({ detail: { counts } }: { detail: ImportDetailFragment }) {
  const { t, language } = useI18n();
  if (!counts) return null;
  const figures = {
    CREATE: counts.create,
    UPDATE: counts.update,
    SAME: counts.same,
    SKIP: counts.skip,
  };
  return (
    <ul className="import-counts" data-testid="import-counts">
      {ACTIONS.map((action) => (
        <li key={action} data-testid={`count-${action}`}>
          <i aria-hidden="true" style={{ background: ROW_SIGNS[action].color }}>
            {ROW_SIGNS[action].sign}
          </i>
          <strong>{formatNumber(figures[action], language)}</strong>
          {t(`import.action.${action}`)}
        </li>
      ))}
    </ul>
  );
}
