import './edits.css';
import { useEffect, useState } from 'react';
import { signingInStore } from '../account/SignIn.tsx';
import { useViewer, viewerStore } from '../account/viewer.ts';
import type { TroubleKind } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { overlayPoint } from '../stage/overlay.ts';
import { selectFacility } from '../stage/select.ts';
import type { QueuedEdit } from './edit.ts';
import { editText } from './editText.ts';
import { makeEdit } from './makeEdit.ts';
import { queueStore, storableStore } from './queue.ts';
import { confirmedStore, delayStore, startSending } from './sender.ts';
import { editedState } from './state.ts';
import { WaitingDialog } from './WaitingDialog.tsx';
import { waitingOverlay } from './waitingOverlay.ts';

/** How long the offer to undo stays, unless the pointer or the focus is on it. */
const OFFER_MS = 12_000;
/** What the author reads while edits are sent again by themselves, by what went wrong. */
const NOTICE_OF: Readonly<Record<TroubleKind, string>> = {
  away: 'waiting',
  busy: 'busy',
  server: 'server',
  signedOut: 'signIn',
  // Not from the hub itself, but from a proxy before it.
  forbidden: 'server',
  conflict: 'server',
  input: 'server',
};
/** An edit that is confirmed before this is not shown as waiting. */
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
  const summary = editText(edit.action, edit.before, edit.fields, t, language);
  const undo = () => {
    confirmedStore.set(null);
    if (!facility || !change) return;
    const fields = edit.before
      ? Object.fromEntries(
          Object.keys(edit.fields).map((key) => [key, edit.before?.[key as 'name']]),
        )
      : { active: false };
    void makeEdit('undoChange', editedState(facility), fields, { change: change.id });
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
        {t(proposal ? 'edit.notice.proposed' : 'edit.notice.saved')} {summary}
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
  const isViewerKnown = useStore(viewerStore, (value) => value !== null);
  const queue = useStore(queueStore, (edits) => edits);
  const delay = useStore(delayStore, (value) => value);
  const isStored = useStore(storableStore, (value) => value);
  const [open, setOpen] = useState(false);
  const fresh = useFreshConflict(queue);
  useEffect(() => {
    if (fresh) setOpen(true);
  }, [fresh]);
  const slow = useSlow(queue.length > 0);
  const troubled = queue.filter(({ trouble }) => trouble);
  const foreign = queue.filter(({ author }) => author !== viewer.name);
  const isSignedOut = !viewer.name || delay?.kind === 'signedOut';
  const count = queue.length;
  const isUrgent = isSignedOut || troubled.length > 0 || foreign.length > 0;
  if (!isViewerKnown || count === 0 || (!slow && !isUrgent)) return null;
  const text = () => {
    if (isSignedOut) return t('edit.notice.signIn', { count });
    if (troubled.length > 0) return t('edit.notice.decide', { count: troubled.length });
    if (foreign.length > 0) return t('edit.notice.foreign', { name: foreign[0]?.author });
    if (!isStored) return t('edit.notice.unkept', { count });
    return t(`edit.notice.${delay ? NOTICE_OF[delay.kind] : 'sending'}`, { count });
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
        {isSignedOut && (
          <button
            type="button"
            data-testid="waiting-sign-in"
            onClick={() => signingInStore.set(true)}
          >
            {t('account.signIn')}
          </button>
        )}
        <button type="button" data-testid="waiting-open" onClick={() => setOpen(true)}>
          {t('edit.notice.open')}
        </button>
      </div>
      {open && <WaitingDialog first={fresh} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The key of a conflict about an edit that was saved just now: its author is there to decide it. */
function useFreshConflict(queue: readonly QueuedEdit[]): string | null {
  const fresh = queue.find(
    ({ trouble, madeAt }) =>
      trouble?.type === 'conflict' && Date.now() - Date.parse(madeAt) < OFFER_MS,
  );
  return fresh?.key ?? null;
}

/** True once `is` has been true for a while. */
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
    waitingOverlay.set(
      queue.flatMap(({ fields: { at } }) => (at ? [overlayPoint('waiting', at, label)] : [])),
    );
  }, [queue, t]);
}
