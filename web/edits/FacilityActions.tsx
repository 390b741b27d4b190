import './edits.css';
import { useState } from 'react';
import type { EditedFacilityFragment } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { DetailsForm } from './DetailsForm.tsx';
import { makeEdit, withWaiting } from './makeEdit.ts';
import { startPlacing } from './placing.ts';
import { queueStore } from './queue.ts';
import { RetireDialog } from './RetireDialog.tsx';
import { useNewestState } from './state.ts';

/** What whoever is signed in may do with a facility. */
export function FacilityActions({ facility }: { facility: EditedFacilityFragment }) {
  const { t } = useI18n();
  const queue = useStore(queueStore, (edits) => edits);
  const [open, setOpen] = useState<'details' | 'retire' | null>(null);
  const isWaiting = queue.some(({ before }) => before?.id === facility.id);
  const state = withWaiting(useNewestState(facility), queue);
  const { access } = facility;
  const close = () => setOpen(null);
  return (
    <>
      {isWaiting && (
        <p className="edit-state" role="status">
          {t('edit.waitingHere')}
        </p>
      )}
      {access === 'PROPOSE' && <p className="edit-state">{t('edit.proposes')}</p>}
      {access !== 'NONE' && (
        <div className="edit-actions">
          {state.active ? (
            <>
              <button
                type="button"
                className="button button-main"
                data-testid="edit-move"
                onClick={() => {
                  const { kind, name, at } = state;
                  startPlacing({ before: state, kind, name, at });
                }}
              >
                {t('edit.move')}
              </button>
              <button
                type="button"
                className="button"
                data-testid="edit-details"
                onClick={() => setOpen('details')}
              >
                {t('edit.details')}
              </button>
              <button
                type="button"
                className="button"
                data-testid="edit-retire"
                onClick={() => setOpen('retire')}
              >
                {t('edit.retire')}
              </button>
            </>
          ) : (
            <button
              type="button"
              className="button button-main"
              data-testid="edit-restore"
              onClick={() => void makeEdit('restoreFacility', state, { active: true })}
            >
              {t('edit.restore')}
            </button>
          )}
        </div>
      )}
      {open === 'details' && <DetailsForm state={state} onClose={close} />}
      {open === 'retire' && <RetireDialog state={state} onClose={close} />}
    </>
  );
}
