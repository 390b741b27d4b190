import { type FormEvent, useState } from 'react';
import { SignInDocument } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { troubleOf } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { createStore, useStore } from '../shared/store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PasswordField, TextField } from '../ui/Field.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { hasChanges, leaveDrafts } from '../view/drafts.ts';
import { pushView } from '../view/viewStore.ts';
import { accountText } from './accountText.ts';
import { CodeField } from './CodeField.tsx';
import { requestViewer, useViewer } from './viewer.ts';

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
  const [code, setCode] = useState('');
  /** Whether the hub asks for a code, which it does once the password is right. */
  const [isCodeAsked, setCodeAsked] = useState(false);
  const { busy, trouble, attempt } = useAttempt();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { name, password, ...(isCodeAsked && { code }) };
    const { data, error } = await attempt(() =>
      client.mutation(SignInDocument, { input }).toPromise(),
    );
    setCode('');
    if (error) {
      if (troubleOf(error).field === 'input.code') return setCodeAsked(true);
      setCodeAsked(false);
      return setPassword('');
    }
    if (data?.signIn.viewer.mustSetUpSecondFactor) {
      pushView({ page: 'account', selected: undefined, at: undefined });
    }
    // Everything on the page was requested as somebody else: it is loaded anew, at the same view.
    if (!hasChanges()) return location.reload();
    signingInStore.set(false);
    await requestViewer();
    leaveDrafts(() => location.reload());
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
        <TextField
          label={t('account.name')}
          value={name}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          testId="sign-in-name"
          onChange={setName}
        />
        <PasswordField
          label={t('account.password')}
          value={password}
          autoComplete="current-password"
          required
          testId="sign-in-password"
          onChange={setPassword}
        />
        {isCodeAsked && (
          <CodeField isFocused value={code} onChange={setCode} testId="sign-in-code" />
        )}
        <TroubleNote trouble={trouble} words={accountText} testId="sign-in-trouble" />
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
