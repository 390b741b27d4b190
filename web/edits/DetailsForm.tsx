import { type FormEvent, useState } from 'react';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useDraft } from '../view/drafts.ts';
import { EffectList } from './EffectList.tsx';
import type { EditedState, EditFields } from './edit.ts';
import { makeEdit } from './makeEdit.ts';
import { useEditPreview } from './useEditPreview.ts';

const LINES = ['address', 'opening'] as const;
const TEXTS = [...LINES, 'note'] as const;

/** Corrects name, kind, address, opening and note of a facility. */
export function DetailsForm({ state, onClose }: { state: EditedState; onClose: () => void }) {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds ?? [];
  const [draft, setDraft] = useState({
    name: state.name,
    kind: state.kind,
    address: state.address ?? '',
    opening: state.opening ?? '',
    note: state.note ?? '',
  });
  const [reason, setReason] = useState('');
  const { id, version } = state;
  const rekinded = draft.kind !== state.kind;
  const previewed = useEditPreview(rekinded ? { id, version, kind: draft.kind } : null);
  const fields = changesOf(state, draft);
  const isChanged = Object.keys(fields).length > 0 || reason.trim() !== '';
  const leave = useDraft(isChanged, onClose);
  const put = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void makeEdit('updateFacility', state, fields, { reason });
    onClose();
  };
  return (
    <Dialog title={t('edit.detailsOf', { name: state.name })} onClose={leave} testId="details">
      <form className="form" onSubmit={submit}>
        <label>
          {t('edit.field.name')}
          <input
            value={draft.name}
            maxLength={200}
            required
            data-testid="details-name"
            onChange={(event) => put({ name: event.target.value })}
          />
        </label>
        <label>
          {t('edit.field.kind')}
          <select
            value={draft.kind}
            data-testid="details-kind"
            onChange={(event) => put({ kind: event.target.value })}
          >
            {kinds.map((kind) => (
              <option key={kind.code} value={kind.code}>
                {placeName(kind, language)}
              </option>
            ))}
          </select>
        </label>
        {rekinded && <EffectList {...previewed} />}
        {LINES.map((field) => (
          <label key={field}>
            {t(`edit.field.${field}`)}
            <input
              value={draft[field]}
              maxLength={200}
              data-testid={`details-${field}`}
              onChange={(event) => put({ [field]: event.target.value })}
            />
          </label>
        ))}
        <label>
          {t('edit.field.note')}
          <textarea
            rows={3}
            maxLength={1_000}
            value={draft.note}
            data-testid="details-note"
            onChange={(event) => put({ note: event.target.value })}
          />
        </label>
        <p className="hint">{t('edit.noPersons')}</p>
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
            className="button button-main button-grow"
            disabled={Object.keys(fields).length === 0 || draft.name.trim() === ''}
            data-testid="details-save"
          >
            {t('edit.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The fields that a draft changes; a blank text removes one. */
function changesOf(
  state: EditedState,
  draft: { name: string; kind: string; address: string; opening: string; note: string },
): EditFields {
  const name = draft.name.trim();
  const texts = TEXTS.map((field) => [field, draft[field].trim() || null] as const);
  return {
    ...(name !== state.name && { name }),
    ...(draft.kind !== state.kind && { kind: draft.kind }),
    ...Object.fromEntries(texts.filter(([field, text]) => text !== state[field])),
  };
}
