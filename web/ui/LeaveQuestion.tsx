import { useEffect, useRef } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { draftsStore, hasChanges, leavingStore } from '../view/drafts.ts';
import { Dialog } from './Dialog.tsx';

/** Asks before something that is not saved is lost, also when the tab is closed or loaded anew. */
export function LeaveQuestion() {
  const { t } = useI18n();
  const leave = useStore(leavingStore, (value) => value);
  const isOpen = useStore(draftsStore, (drafts) => drafts.length > 0);
  useEffect(() => {
    // Only while something is open: a page that listens loads more slowly on Back.
    if (!isOpen) return;
    const ask = (event: BeforeUnloadEvent) => hasChanges() && event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isOpen]);
  const safe = useRef<HTMLButtonElement>(null);
  // The way that loses nothing is the one that a key takes.
  useEffect(() => {
    if (leave) safe.current?.focus();
  }, [leave]);
  if (!leave) return null;
  const stay = () => leavingStore.set(null);
  return (
    <Dialog title={t('leave.title')} onClose={stay} testId="leave-question">
      <p className="dialog-text">{t('leave.lost')}</p>
      <div className="buttons">
        <button
          ref={safe}
          type="button"
          className="button button-main button-grow"
          data-testid="leave-stay"
          onClick={stay}
        >
          {t('leave.stay')}
        </button>
        <button
          type="button"
          className="button button-danger button-grow"
          data-testid="leave-discard"
          onClick={leave}
        >
          {t('leave.discard')}
        </button>
      </div>
    </Dialog>
  );
}
