import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { TrialOutcome } from './trial.ts';

interface BalanceProps {
  readonly outcome: TrialOutcome;
  /** Of the whole city, as the outcome is. */
  readonly summary: { readonly passing: number; readonly total: number } | undefined;
  /** Whether the rest of the page shows a part of the city only. */
  readonly isBeyondView: boolean;
}

/** What the changes do in the whole city, against today: communities and residents, gained and lost. */
export function Balance({ outcome, summary, isBeyondView }: BalanceProps) {
  const { t, language } = useI18n();
  const { communitiesGained, communitiesLost, residentsGained, residentsLost } = outcome;
  const figure = (sign: string, value: number) =>
    value === 0 ? '0' : `${sign}${formatNumber(value, language)}`;
  return (
    <section className="balance" aria-live="polite" data-testid="balance">
      <div>
        <h3>{t('trial.communities')}</h3>
        <p>
          <span data-verdict="PASS" data-testid="communities-gained">
            {figure('+', communitiesGained)}
          </span>
          <span data-verdict="FAIL" data-testid="communities-lost">
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
          <span data-verdict="PASS" data-testid="residents-gained">
            {figure('+', residentsGained)}
          </span>
          <span data-verdict="FAIL" data-testid="residents-lost">
            {figure('−', residentsLost)}
          </span>
        </p>
        <small>{t('trial.residentsNote')}</small>
      </div>
      {isBeyondView && (
        <small className="balance-scope" data-testid="balance-scope">
          {t('trial.wholeCity')}
        </small>
      )}
    </section>
  );
}
