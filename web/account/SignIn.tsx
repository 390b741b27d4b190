import { type FormEvent, useState } from 'react';
import type { CombinedError } from 'urql';
import { client } from '../client.ts';
import { SignInDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { Dialog } from '../shared/Dialog.tsx';
import { createStore, useStore } from '../shared/store.ts';
import { useViewer } from './viewer.ts';

/** Whether the dialog for signing in is open. */
export const signingInStore = createStore(false);

/** The dialog for signing in, where it is open. */
export function SignIn() {
  const open = useStore(signingInStore, (value) => value);
  return open ? <SignInDialog /> : null;
}

function SignInDialog() {
  const { t } = useI18n();
  const { organisation } = useViewer();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const { error } = await client
      .mutation(SignInDocument, { input: { name, password } })
      .toPromise();
    // Everything on the page was asked as somebody else: it begins anew, at the same view.
    if (!error) return location.reload();
    setBusy(false);
    setPassword('');
    setTrouble(t(`account.trouble.${troubleOf(error)}`, { minutes: minutesOf(error) }));
  };
  const back = encodeURIComponent(location.pathname + location.search);
  return (
    <Dialog title={t('account.signIn')} testId="sign-in" onClose={() => signingInStore.set(false)}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        {organisation && (
          <a className="button button-main" href={`/auth/oidc?return=${back}`}>
            {t('account.byOrganisation', { name: organisation })}
          </a>
        )}
        <label>
          {t('account.name')}
          <input
            value={name}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            data-testid="sign-in-name"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label>
          {t('account.password')}
          <input
            type="password"
            value={password}
            autoComplete="current-password"
            required
            data-testid="sign-in-password"
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {trouble && (
          <p role="alert" className="trouble" data-testid="sign-in-trouble">
            {trouble}
          </p>
        )}
        <button
          type="submit"
          className={`button ${organisation ? '' : 'button-main'}`}
          disabled={busy}
          data-testid="sign-in-go"
        >
          {t('account.signIn')}
        </button>
        <p className="hint">{t('account.forgotten')}</p>
      </form>
    </Dialog>
  );
}

/** What went wrong, as a key of the texts. */
export function troubleOf(error: CombinedError): string {
  const [first] = error.graphQLErrors;
  if (!first) return 'offline';
  const { code, reason, field } = first.extensions as Record<string, string | undefined>;
  if (code === 'TOO_MANY_ATTEMPTS') return 'tooMany';
  if (reason === 'WRONG_PASSWORD') return 'wrong';
  if (code === 'NOT_FOUND' && field === 'input.link') return 'link';
  if (code === 'CONFLICT' && field === 'input.name') return 'taken';
  if (code === 'CONFLICT') return 'stale';
  if (field === 'input.old') return 'old';
  if (field === 'input.password') return 'poor';
  if (field === 'input.name') return 'name';
  return code === 'BAD_USER_INPUT' ? 'input' : 'refused';
}

/** How many minutes to wait before the next attempt. */
export function minutesOf(error: CombinedError): number {
  const seconds = Number(error.graphQLErrors[0]?.extensions?.['retryAfterSeconds'] ?? 0);
  return Math.max(1, Math.ceil(seconds / 60));
}
