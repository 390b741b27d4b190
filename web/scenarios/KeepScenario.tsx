import { type FormEvent, useState } from 'react';
import type { CombinedError } from 'urql';
import { signingInStore } from '../account/SignIn.tsx';
import { client } from '../client.ts';
import {
  CreateScenarioDocument,
  DiscardScenarioDocument,
  UpdateScenarioDocument,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { replaceView } from '../view/viewStore.ts';
import { formatChanges, toInput } from './changes.ts';
import { changesStore, closeTrial, keptStore } from './store.ts';

/** What went wrong when something was to be kept or discarded. */
type Trouble = 'signIn' | 'role' | 'stale' | 'offline' | 'refused';

/** Keeps the scenario under a name, keeps changes of a kept one, copies its link, discards it. */
export function KeepScenario() {
  const { t } = useI18n();
  const changes = useStore(changesStore, (value) => value);
  const kept = useStore(keptStore, (value) => value);
  const [name, setName] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const [copied, setCopied] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const isEdited = kept !== null && formatChanges(changes) !== kept.changes;

  const attempt = async (work: () => Promise<CombinedError | undefined>): Promise<void> => {
    setBusy(true);
    const error = await work();
    setBusy(false);
    setTrouble(error ? troubleOf(error) : null);
  };
  const keep = () =>
    attempt(async () => {
      const { data, error } = kept
        ? await client
            .mutation(UpdateScenarioDocument, {
              input: { id: kept.id, version: kept.version, changes: toInput(changes) },
            })
            .toPromise()
        : await client
            .mutation(CreateScenarioDocument, { input: { name, changes: toInput(changes) } })
            .toPromise();
      const scenario =
        data && ('createScenario' in data ? data.createScenario : data.updateScenario).scenario;
      if (scenario) {
        const { id, name: keptName, version } = scenario;
        keptStore.set({ id, name: keptName, version, changes: formatChanges(changes) });
        replaceView({ scenario: id, trial: undefined });
      }
      return error;
    });
  const discard = () =>
    attempt(async () => {
      if (!kept) return undefined;
      const { id, version } = kept;
      const { error } = await client
        .mutation(DiscardScenarioDocument, { input: { id, version } })
        .toPromise();
      if (!error) closeTrial();
      return error;
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void (discarding ? discard() : keep());
  };
  const copy = async () => {
    await navigator.clipboard?.writeText(location.href).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };

  if (changes.length === 0 && !kept) return null;
  const canKeep = kept ? isEdited && changes.length > 0 : name.trim() !== '';
  return (
    <form className="keep" onSubmit={submit} data-testid="keep-form">
      <h3>{t(kept ? 'trial.kept' : 'trial.keepTitle')}</h3>
      {!kept && (
        <label>
          {t('trial.name')}
          <input
            value={name}
            maxLength={200}
            data-testid="scenario-name"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
      )}
      {trouble && (
        <p role="alert" className="keep-trouble" data-testid="keep-trouble">
          {t(`trial.trouble.${trouble}`)}
        </p>
      )}
      {trouble === 'signIn' && (
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
        <button type="button" data-testid="copy-link" onClick={() => void copy()}>
          {t(copied ? 'trial.copied' : 'trial.copy')}
        </button>
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

function troubleOf(error: CombinedError): Trouble {
  const codes = error.graphQLErrors.map(({ extensions }) => extensions['code']);
  if (codes.includes('UNAUTHENTICATED')) return 'signIn';
  if (codes.includes('FORBIDDEN')) return 'role';
  if (codes.includes('CONFLICT') || codes.includes('NOT_FOUND')) return 'stale';
  return error.networkError && !error.response ? 'offline' : 'refused';
}
