import './edits.css';
import { useState } from 'react';
import type { EditedFacilityFragment } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { isPhone, setSheet } from '../layout/sheet.ts';
import { useStore } from '../shared/store.ts';
import { DetailsForm } from './DetailsForm.tsx';
import type { EditedState } from './edit.ts';
import { queueStore } from './queue.ts';
import { RetireDialog } from './RetireDialog.tsx';
import { useNewestState } from './state.ts';
import { makeEdit, placingStore, withWaiting } from './store.ts';

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
                onClick={() => startMoving(state)}
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

/** Begins to move a facility: under the thumb the map is dragged, at a desk the pin. */
function startMoving(state: EditedState): void {
  if (isPhone()) setSheet('half');
  placingStore.set({
    before: state,
    kind: state.kind,
    name: state.name,
    at: state.at,
    handling: isPhone() ? 'map' : 'pin',
    accuracyMeters: null,
  });
}
