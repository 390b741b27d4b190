import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import type { Rule } from '../rules/rule.ts';
import { useStore } from '../shared/store.ts';
import {
  changesStore,
  commit,
  comparingStore,
  historyStore,
  pickedStore,
  redo,
  undo,
} from './store.ts';
import { startAdding, stopAdding, useAdding } from './trialMode.ts';

/** What can be done: add a facility of the rule's kinds, undo, redo, compare with today. */
export function TrialTools({ kinds }: { kinds: Rule['facilityKinds'] }) {
  const { t, language } = useI18n();
  const { past, future } = useStore(historyStore, (value) => value);
  const comparing = useStore(comparingStore, (value) => value);
  const adding = useAdding();
  const isEmpty = useStore(changesStore, (changes) => changes.length === 0);
  return (
    <div className="scenario-tools">
      {kinds.map((kind) => (
        <button
          key={kind.code}
          type="button"
          className="scenario-add"
          data-testid={`add-${kind.code}`}
          aria-pressed={adding === kind.code}
          onClick={() => (adding === kind.code ? stopAdding() : startAdding(kind.code))}
        >
          <KindIcon code={kind.code} />
          {t('trial.add', { kind: shortName(kind, language) })}
        </button>
      ))}
      {adding && <p className="scenario-hint">{t('trial.tap')}</p>}
      <div className="scenario-steps">
        <button type="button" data-testid="undo" disabled={past.length === 0} onClick={undo}>
          {t('trial.undo')}
        </button>
        <button type="button" data-testid="redo" disabled={future.length === 0} onClick={redo}>
          {t('trial.redo')}
        </button>
        <button
          type="button"
          data-testid="compare"
          disabled={isEmpty}
          aria-pressed={comparing}
          onClick={() => comparingStore.set(!comparing)}
        >
          {t('trial.compare')}
        </button>
      </div>
    </div>
  );
}

/** The facility that was tapped, which may now be dragged or closed. */
export function PickedFacility() {
  const { t } = useI18n();
  const picked = useStore(pickedStore, (value) => value);
  const changes = useStore(changesStore, (value) => value);
  if (!picked || changes.some(({ key }) => key === picked.key)) return null;
  const close = () => {
    pickedStore.set(null);
    commit([...changes, { action: 'REMOVE', key: picked.key }]);
  };
  return (
    <section className="scenario-picked" data-testid="picked">
      <p>
        <KindIcon code={picked.kind} /> <strong>{picked.name}</strong>
        <br />
        {t('trial.dragIt')}
      </p>
      <div className="scenario-steps">
        <button type="button" data-testid="close-facility" onClick={close}>
          {t('trial.close')}
        </button>
        <button type="button" onClick={() => pickedStore.set(null)}>
          {t('trial.leaveIt')}
        </button>
      </div>
    </section>
  );
}
