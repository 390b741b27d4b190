import './edits.css';
import { useEffect, useState } from 'react';
import { signingInStore } from '../account/SignIn.tsx';
import { useViewer } from '../account/viewer.ts';
import { useI18n } from '../i18n/i18n.ts';
import { overlayFeature, waitingOverlayStore } from '../map/overlay.ts';
import { useStore } from '../shared/store.ts';
import { selectFacility } from '../view/select.ts';
import { editInWords } from './describe.ts';
import type { QueuedEdit } from './edit.ts';
import { keptStore, queueStore } from './queue.ts';
import { confirmedStore, reachedStore, startSending } from './sender.ts';
import { stateOf } from './state.ts';
import { makeEdit } from './store.ts';
import { WaitingDialog } from './WaitingDialog.tsx';

/** How long the offer to undo stays, unless the pointer or the focus is on it. */
const OFFER_MS = 12_000;
/** An edit is said to wait only when it has not gone through at once. */
const AT_ONCE_MS = 1_500;

/** What has become of one's edits: saved (and undo), waiting, or in need of a decision. */
export function Notices() {
  useEffect(startSending, []);
  useWaitingOverlay();
  return (
    <div className="notices">
      <WaitingNotice />
      <SavedNotice />
    </div>
  );
}

function SavedNotice() {
  const { t, language } = useI18n();
  const confirmed = useStore(confirmedStore, (value) => value);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!confirmed || held) return;
    const timer = setTimeout(() => confirmedStore.set(null), OFFER_MS);
    return () => clearTimeout(timer);
  }, [confirmed, held]);
  if (!confirmed) return null;
  const { edit, result } = confirmed;
  const { change, facility, proposal } = result;
  const said = editInWords(edit.action, edit.before, edit.fields, t, language);
  const undo = () => {
    confirmedStore.set(null);
    if (!facility || !change) return;
    const fields = edit.before
      ? Object.fromEntries(
          Object.keys(edit.fields).map((key) => [key, edit.before?.[key as 'name']]),
        )
      : { active: false };
    void makeEdit('undoChange', stateOf(facility), fields, { change: change.id });
  };
  return (
    <div
      className="notice"
      role="status"
      data-testid="saved"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>
        {t(proposal ? 'edit.notice.proposed' : 'edit.notice.saved')} {said}
      </span>
      {change && (
        <button type="button" data-testid="saved-undo" onClick={undo}>
          {t('edit.undo')}
        </button>
      )}
      {edit.action === 'createFacility' && facility && (
        <button
          type="button"
          onClick={() =>
            selectFacility(facility.id, facility.location.coordinates as [number, number])
          }
        >
          {t('edit.notice.show')}
        </button>
      )}
      <button type="button" aria-label={t('close')} onClick={() => confirmedStore.set(null)}>
        ×
      </button>
    </div>
  );
}

function WaitingNotice() {
  const { t } = useI18n();
  const viewer = useViewer();
  const queue = useStore(queueStore, (edits) => edits);
  const reached = useStore(reachedStore, (value) => value);
  const kept = useStore(keptStore, (value) => value);
  const [open, setOpen] = useState(false);
  const fresh = useFreshConflict(queue);
  useEffect(() => {
    if (fresh) setOpen(true);
  }, [fresh]);
  const slow = useSlow(queue.length > 0);
  const troubled = queue.filter(({ trouble }) => trouble);
  const foreign = queue.filter(({ author }) => author !== viewer.name);
  const signedOut = troubled.some(({ trouble }) => trouble?.type === 'signedOut');
  const count = queue.length;
  if (count === 0 || (!slow && troubled.length === 0 && foreign.length === 0)) return null;
  const text = () => {
    if (signedOut || (!viewer.name && foreign.length > 0))
      return t('edit.notice.signIn', { count });
    if (troubled.length > 0) return t('edit.notice.decide', { count: troubled.length });
    if (foreign.length > 0) return t('edit.notice.foreign', { name: foreign[0]?.author });
    if (!kept) return t('edit.notice.unkept', { count });
    return t(reached ? 'edit.notice.sending' : 'edit.notice.waiting', { count });
  };
  return (
    <>
      <div
        className="notice"
        role="status"
        data-waiting=""
        data-trouble={troubled.length > 0 || undefined}
        data-testid="waiting"
        data-count={count}
      >
        <span>{text()}</span>
        <button
          type="button"
          data-testid="waiting-open"
          onClick={() => {
            if (signedOut || !viewer.name) signingInStore.set(true);
            else setOpen(true);
          }}
        >
          {t(signedOut || !viewer.name ? 'account.signIn' : 'edit.notice.look')}
        </button>
      </div>
      {open && <WaitingDialog first={fresh} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The key of an edit whose author has just saved it, and is there to decide what has come between. */
function useFreshConflict(queue: readonly QueuedEdit[]): string | null {
  const fresh = queue.find(
    ({ trouble, madeAt }) =>
      trouble?.type === 'conflict' && Date.now() - Date.parse(madeAt) < OFFER_MS,
  );
  return fresh?.key ?? null;
}

/** True once something has been so for a while. */
function useSlow(is: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!is) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), AT_ONCE_MS);
    return () => clearTimeout(timer);
  }, [is]);
  return is && slow;
}

/** Marks on the map where edits that wait will put facilities. */
function useWaitingOverlay(): void {
  const { t } = useI18n();
  const queue = useStore(queueStore, (edits) => edits);
  useEffect(() => {
    const label = t('edit.notice.mark');
    waitingOverlayStore.set(
      queue.flatMap(({ fields: { at } }) =>
        at ? [overlayFeature('waiting', { type: 'Point', coordinates: at }, label)] : [],
      ),
    );
  }, [queue, t]);
}
