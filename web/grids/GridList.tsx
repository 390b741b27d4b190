import './grids.css';
import { useEffect, useMemo } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { Empty } from '../ui/Empty.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import type { GridRow } from './grid.ts';
import { useGrids } from './useGrids.ts';

/** The grids of a community; pointing at one, or focusing it, highlights it on the map. */
export function GridList({
  community,
  name,
  active,
  onLoaded,
  onActive,
}: {
  community: string;
  name: string;
  active: string | undefined;
  onLoaded: (grids: readonly GridRow[]) => void;
  onActive: (id: string | undefined) => void;
}) {
  const { t, language } = useI18n();
  const [{ data, error }, execute] = useGrids(community);
  const connection = data?.community?.grids;
  const grids = useMemo(() => connection?.edges.map(({ node }) => node), [connection]);
  useEffect(() => {
    if (grids) onLoaded(grids);
  }, [grids, onLoaded]);

  if (error && !data) {
    return <Problem error={error} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!grids || !connection) return <PanelSkeleton />;
  if (grids.length === 0) return <Empty title={t('grids.none')} hint={t('grids.noneHint')} />;
  const proposed = grids.filter((grid) => grid.status === 'PROPOSED').length;
  const figure = (value: number | null) => (value === null ? '–' : formatNumber(value, language));
  return (
    <div className="grids" data-testid="grids">
      <h3>{t('grids.title', { figure: figure(connection.totalCount) })}</h3>
      {proposed > 0 && <p className="note">{t('grids.all', { proposed: figure(proposed) })}</p>}
      <ul aria-label={`${name} ${t('community.tabs.grids')}`}>
        {grids.map((grid) => (
          <li key={grid.id}>
            <button
              type="button"
              aria-pressed={grid.id === active}
              onMouseEnter={() => onActive(grid.id)}
              onMouseLeave={() => onActive(undefined)}
              onFocus={() => onActive(grid.id)}
              onBlur={() => onActive(undefined)}
              onClick={() => onActive(grid.id)}
            >
              <span className="grid-name">
                {shortName(grid, language)}
                <small>{grid.code}</small>
              </span>
              <span>
                {t('grids.households', { figure: figure(grid.households) })}
                <small>{t('grids.residents', { figure: figure(grid.residents) })}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
