import { useI18n } from '../i18n/i18n.ts';
import { formatShare } from '../i18n/numbers.ts';

/** A share from 0 to 1 as a figure and a bar; null is said to be unknown, never drawn as zero. */
export function ShareBar({
  label,
  share,
  detail,
}: {
  label: string;
  share: number | null;
  detail?: string | undefined;
}) {
  const { t, language } = useI18n();
  return (
    <div className="share">
      <span className="share-label">{label}</span>
      <span className="share-figure">
        {share === null ? <em>{t('noData')}</em> : formatShare(share, language)}
      </span>
      {share !== null && (
        <span className="share-track" aria-hidden="true">
          <span className="share-fill" style={{ width: `${share * 100}%` }} />
        </span>
      )}
      {detail && <span className="share-detail">{detail}</span>}
    </div>
  );
}
