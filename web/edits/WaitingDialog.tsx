import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { Trouble } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { troubleText } from '../ui/troubleText.ts';
import { ConflictForm } from './ConflictForm.tsx';
import type { QueuedEdit } from './edit.ts';
import { editText } from './editText.ts';
import { queueStore } from './queue.ts';
import { dropEdit, sendAgain } from './resolve.ts';
import { sendQueue } from './sender.ts';

/**
 * Edits that the hub has not confirmed: what they do, what they wait for, and what can be done.
 * @param first key of the conflict to begin with
 */
export function WaitingDialog({ first, onClose }: { first: string | null; onClose: () => void }) {
  const { t } = useI18n();
  const queue = useStore(queueStore, (edits) => edits);
  const [chosen, setChosen] = useState<string | null>(first);
  const conflicts = queue.filter(({ trouble }) => trouble?.type === 'conflict');
  const conflict =
    conflicts.find(({ key }) => key === chosen) ?? (queue.length === 1 ? conflicts[0] : undefined);
  if (conflict) {
    return (
      <Dialog title={t('edit.conflict.title')} onClose={onClose} testId="conflict" wide>
        <ConflictForm
          key={conflict.key}
          edit={conflict}
          onDone={() => (queueStore.get().length === 0 ? onClose() : setChosen(null))}
        />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('edit.waiting.title')} onClose={onClose} testId="waiting-list">
      {queue.length === 0 && <p>{t('edit.waiting.none')}</p>}
      <ul className="waiting">
        {queue.map((edit) => (
          <Item key={edit.key} edit={edit} onConflict={() => setChosen(edit.key)} />
        ))}
      </ul>
      {queue.some(({ trouble }) => !trouble) && (
        <div className="buttons">
          <button type="button" className="button" onClick={() => void sendQueue()}>
            {t('edit.waiting.sendNow')}
          </button>
        </div>
      )}
    </Dialog>
  );
}

/** Why the hub did not take an edit. */
function refusalText(trouble: Trouble, t: TFunction): string {
  return trouble.kind === 'conflict' ? t('edit.refusal.later') : troubleText(trouble, t);
}

function Item({ edit, onConflict }: { edit: QueuedEdit; onConflict: () => void }) {
  const { t, language } = useI18n();
  const [sure, setSure] = useState(false);
  const { trouble } = edit;
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', dateStyle: 'short' });
  return (
    <li data-testid="waiting-item">
      <p>{editText(edit.action, edit.before, edit.fields, t, language)}</p>
      <small>{time.format(new Date(edit.madeAt))}</small>
      {trouble?.type === 'refused' && <TroubleNote trouble={trouble.why} words={refusalText} />}
      {trouble?.type === 'conflict' && <p className="trouble">{t('edit.conflict.short')}</p>}
      <div className="buttons">
        {trouble?.type === 'conflict' && (
          <button
            type="button"
            className="button button-main"
            data-testid="decide"
            onClick={onConflict}
          >
            {t('edit.conflict.decide')}
          </button>
        )}
        {trouble?.type === 'refused' && (
          <button type="button" className="button" onClick={() => void sendAgain(edit)}>
            {t('edit.waiting.again')}
          </button>
        )}
        <button
          type="button"
          className={`button ${sure ? 'button-danger' : ''}`}
          onClick={() => (sure ? void dropEdit(edit) : setSure(true))}
        >
          {t(sure ? 'edit.waiting.dropSure' : 'edit.waiting.drop')}
        </button>
      </div>
    </li>
  );
}
