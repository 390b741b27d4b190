import { useI18n } from '../i18n/i18n.ts';
import { formatShare, formatTarget } from '../i18n/numbers.ts';

/** A share from 0 to 1 as a figure and a bar, with a mark where a rule demands a `minimum`; null is said to
 * be unknown, never drawn as zero. */
export function ShareBar({
  label,
  share,
  minimum = null,
  detail,
}: {
  label: string;
  share: number | null;
  minimum?: number | null;
  detail?: string | undefined;
}) {
  const { t, language } = useI18n();
  return (
    <div className="share">
      <span className="share-label">
        {label}
        {minimum !== null && (
          <small>{t('coverage.demanded', { share: formatTarget(minimum, language) })}</small>
        )}
      </span>
      <span className="share-figure">
        {share === null ? <em>{t('noData')}</em> : formatShare(share, language)}
      </span>
      {share !== null && (
        <span className="share-track" aria-hidden="true">
          <span className="share-fill" style={{ width: `${share * 100}%` }} />
          {minimum !== null && (
            <span className="share-minimum" style={{ left: `${minimum * 100}%` }} />
          )}
        </span>
      )}
      {detail && <span className="share-detail">{detail}</span>}
    </div>
  );
}
