import type { TFunction } from 'i18next';
import { type FormEvent, useState } from 'react';
import { signingInStore } from '../account/SignIn.tsx';
import {
  CreateScenarioDocument,
  DiscardScenarioDocument,
  UpdateScenarioDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import type { Trouble } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { TextField } from '../ui/Field.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { replaceView } from '../view/viewStore.ts';
import { formatChanges, toInput } from './changes.ts';
import { changesStore, closeTrial, type KeptScenario, keptStore } from './store.ts';

/** Keeps the scenario under a name, keeps changes of a kept one, copies its link, discards it. */
export function KeepScenario() {
  const { t } = useI18n();
  const changes = useStore(changesStore, (value) => value);
  const kept = useStore(keptStore, (value) => value);
  const [name, setName] = useState('');
  const { busy, trouble, attempt } = useAttempt();
  const [discarding, setDiscarding] = useState(false);
  const isEdited = kept !== null && formatChanges(changes) !== kept.changes;

  const keep = async () => {
    const scenario = kept ? await update(kept) : await create();
    if (!scenario) return;
    const { id, name: keptName, version } = scenario;
    keptStore.set({ id, name: keptName, version, changes: formatChanges(changes) });
    replaceView({ scenario: id, trial: undefined });
  };
  const create = async () => {
    const input = { name, changes: toInput(changes) };
    const { data } = await attempt(() =>
      client.mutation(CreateScenarioDocument, { input }).toPromise(),
    );
    return data?.createScenario.scenario;
  };
  const update = async ({ id, version }: KeptScenario) => {
    const input = { id, version, changes: toInput(changes) };
    const { data } = await attempt(() =>
      client.mutation(UpdateScenarioDocument, { input }).toPromise(),
    );
    return data?.updateScenario.scenario;
  };
  const discard = async () => {
    if (!kept) return;
    const { id, version } = kept;
    const { error } = await attempt(() =>
      client.mutation(DiscardScenarioDocument, { input: { id, version } }).toPromise(),
    );
    if (!error) closeTrial();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void (discarding ? discard() : keep());
  };
  if (changes.length === 0 && !kept) return null;
  const canKeep = kept ? isEdited && changes.length > 0 : name.trim() !== '';
  return (
    <form className="keep" onSubmit={submit} data-testid="keep-form">
      <h3>{t(kept ? 'trial.kept' : 'trial.keepTitle')}</h3>
      {!kept && (
        <TextField
          label={t('trial.name')}
          value={name}
          maxLength={200}
          testId="scenario-name"
          onChange={setName}
        />
      )}
      <TroubleNote trouble={trouble} words={scenarioText} testId="keep-trouble" />
      {trouble?.kind === 'signedOut' && (
        <button type="button" data-testid="keep-sign-in" onClick={() => signingInStore.set(true)}>
          {t('account.signIn')}
        </button>
      )}
      <div className="scenario-steps">
        {(!kept || isEdited) && (
          <button
            type="submit"
            className="primary"
            data-testid="keep"
            disabled={busy || !canKeep}
            onClick={() => setDiscarding(false)}
          >
            {t(kept ? 'trial.keepEdits' : 'trial.keep')}
          </button>
        )}
        <CopyButton text={() => location.href} label={t('trial.copy')} testId="copy-link" />
        {kept && !discarding && (
          <button type="button" data-testid="discard" onClick={() => setDiscarding(true)}>
            {t('trial.discard')}
          </button>
        )}
        {kept && discarding && (
          <button type="submit" className="danger" data-testid="discard-sure" disabled={busy}>
            {t('trial.discardSure')}
          </button>
        )}
      </div>
    </form>
  );
}

/** What went wrong with keeping a scenario, and that it is not lost. */
function scenarioText({ kind, code }: Trouble, t: TFunction): string {
  // Discarded by somebody else.
  return t(`trial.trouble.${code === 'NOT_FOUND' ? 'conflict' : kind}`);
}
