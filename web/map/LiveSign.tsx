import './live.css';
import { useEffect, useState } from 'react';
import { connectionStore } from '../hub/live/connection.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';

/** A connection that is back before this is not reported as lost. */
const LONG_MS = 5_000;

/** Says quietly that the map is not live while the connection is lost for long. */
export function LiveSign() {
  const { t } = useI18n();
  const isLost = useStore(connectionStore, (connection) => connection === 'lost');
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isLost) return;
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isLost]);
  return (
    <div className="live-sign" role="status" data-testid="live-sign">
      {isLong && <span>{t('live.lost')}</span>}
    </div>
  );
}
