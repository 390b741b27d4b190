import './offline.css';
import { onlineStore } from '../hub/offline/online.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatMoment } from '../i18n/moment.ts';
import { useStore } from '../shared/store.ts';

/** Says, for as long as the hub cannot be reached, from when the data is that the page shows. */
export function OfflineSign() {
  const { t, language } = useI18n();
  const { online, asOf } = useStore(onlineStore, (reach) => reach);
  return (
    <div className="offline" role="status" data-testid="offline">
      {!online && (
        <p>
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
            <path
              d="M6 15.5a3.8 3.8 0 0 1-.5-7.5 4.9 4.9 0 0 1 9.2-.5 4 4 0 0 1 .3 8zM3 3l14 14"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.7"
              strokeLinecap="round"
            />
          </svg>
          {asOf === null
            ? t('offline.nothing')
            : t('offline.asOf', { time: formatMoment(asOf, Date.now(), language) })}
        </p>
      )}
    </div>
  );
}
