import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { TrialOutcome } from './trial.ts';

/** What the changes do, against today: communities and residents, gained and lost. */
export function Balance({
  outcome,
  summary,
}: {
  outcome: TrialOutcome;
  summary: { passing: number; total: number } | undefined;
}) {
  const { t, language } = useI18n();
  const { communitiesGained, communitiesLost, residentsGained, residentsLost } = outcome;
  const figure = (sign: string, value: number) =>
    value === 0 ? '0' : `${sign}${formatNumber(value, language)}`;
  return (
    <section className="balance" aria-live="polite" data-testid="balance">
      <div>
        <h3>{t('trial.communities')}</h3>
        <p>
          <span data-turned="PASS" data-testid="communities-gained">
            {figure('+', communitiesGained)}
          </span>
          <span data-turned="FAIL" data-testid="communities-lost">
            {figure('−', communitiesLost)}
          </span>
        </p>
        {summary && (
          <small data-testid="passing-then">
            {t('trial.passing', {
              today: formatNumber(summary.passing, language),
              proposed: formatNumber(
                summary.passing + communitiesGained - communitiesLost,
                language,
              ),
              total: formatNumber(summary.total, language),
            })}
          </small>
        )}
      </div>
      <div>
        <h3>{t('trial.residents')}</h3>
        <p>
          <span data-turned="PASS" data-testid="residents-gained">
            {figure('+', residentsGained)}
          </span>
          <span data-turned="FAIL" data-testid="residents-lost">
            {figure('−', residentsLost)}
          </span>
        </p>
        <small>{t('trial.residentsNote')}</small>
      </div>
    </section>
  );
}
