import { type FormEvent, useState } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useDraft } from '../view/drafts.ts';
import { EffectList } from './EffectList.tsx';
import type { EditedState } from './edit.ts';
import { makeEdit } from './makeEdit.ts';
import { useEditPreview } from './useEditPreview.ts';

/** Retires a facility; says first what that does, and that it can be undone. */
export function RetireDialog({ state, onClose }: { state: EditedState; onClose: () => void }) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const leave = useDraft(reason.trim() !== '', onClose);
  const { id, version } = state;
  const previewed = useEditPreview({ id, version, active: false });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void makeEdit('retireFacility', state, { active: false }, { reason });
    onClose();
  };
  return (
    <Dialog title={t('edit.retireOf', { name: state.name })} onClose={leave} testId="retire">
      <form className="form" onSubmit={submit}>
        <p>{t('edit.retireHint')}</p>
        <EffectList {...previewed} />
        <label>
          {t('edit.reason')}
          <input
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <div className="buttons">
          <button type="button" className="button" onClick={leave}>
            {t('edit.cancel')}
          </button>
          <button
            type="submit"
            className="button button-danger button-grow"
            disabled={previewed.state === 'refused'}
            data-testid="retire-go"
          >
            {t('edit.retire')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
