import './coverage.css';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { formatNumber, formatShare } from '../i18n/numbers.ts';
import { Empty } from '../ui/Empty.tsx';
import { Problem } from '../ui/Problem.tsx';
import type { VerdictStatus } from '../view/view.ts';
import { replaceView, useView } from '../view/viewStore.ts';
import { StatusMark } from './StatusMark.tsx';
import { useStatuses, useSummary } from './useCoverage.ts';

const STATUSES: readonly VerdictStatus[] = ['PASS', 'FAIL', 'UNKNOWN'];

/** How the city or district stands: the headline, the bar, and the counts, which are the map's
 * legend and the filter at once. */
export function SummaryFigures() {
  const { t, language } = useI18n();
  const [{ data, stale, error }, executeSummary] = useSummary();
  const [statuses, executeStatuses] = useStatuses();
  const chosen = useView((view) => view.status);
  const district = useView((view) => view.district);
  const regions = useStart().data?.regions.edges;
  const region = regions?.find(({ node }) => node.code === district)?.node;
  const summary = data?.coverageSummary;
  const figure = (value: number) => formatNumber(value, language);
  const failure = error ?? statuses.error;
  if (failure) {
    const retry = () => {
      executeSummary({ requestPolicy: 'network-only' });
      executeStatuses({ requestPolicy: 'network-only' });
    };
    return <Problem error={failure} retry={retry} />;
  }
  if (!summary)
    return (
      <div className="skeleton">
        <div style={{ height: 120 }} />
      </div>
    );

  if (summary.total === 0) {
    return <Empty title={t('summary.empty')} hint={t('summary.emptyHint')} />;
  }

  const counts = { PASS: summary.passing, FAIL: summary.failing, UNKNOWN: summary.unknown };
  const values = {
    passing: figure(summary.passing),
    failing: figure(summary.failing),
    unknown: figure(summary.unknown),
    total: figure(summary.total),
  };
  return (
    <section className="summary" aria-busy={stale} data-testid="summary">
      <h2 className="summary-headline">
        {region && t('summary.region', { name: shortName(region, language) })}
        {t('summary.headline', values)}
      </h2>
      <div className="summary-bar" role="img" aria-label={t('summary.bar', values)}>
        {STATUSES.map((status) => (
          <span key={status} data-status={status} style={{ flexGrow: counts[status] }} />
        ))}
      </div>
      <fieldset className="summary-counts">
        <legend className="visually-hidden">{t('filter.status')}</legend>
        {STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={chosen === status}
            data-status={status}
            data-testid={`status-${status}`}
            onClick={() => replaceView({ status: chosen === status ? undefined : status })}
          >
            <StatusMark status={status} word />
            <strong>{figure(counts[status])}</strong>
          </button>
        ))}
      </fieldset>
      <p className="summary-residents">
        {summary.residentsCoveredShare === null ? (
          t('summary.noResidents')
        ) : (
          <>
            {t('summary.residents', {
              share: formatShare(summary.residentsCoveredShare, language),
            })}
            <small>
              {t('summary.residentsOf', {
                covered: figure(summary.residentsCovered ?? 0),
                total: figure(summary.residentsTotal ?? 0),
              })}
            </small>
          </>
        )}
      </p>
    </section>
  );
}
