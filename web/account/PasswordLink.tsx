import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { PasswordLinkNameDocument, SetPasswordDocument } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { troubleOf } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PasswordField, TextField } from '../ui/Field.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { pushView } from '../view/viewStore.ts';
import { accountText } from './accountText.ts';
import { CodeField } from './CodeField.tsx';

/** What an address brings besides the view: a one-time link, or why the organisation's sign-in failed. */
type Arrival =
  | { readonly link: string }
  | { readonly failed: string; readonly subject: string | null };

/** Takes it out of the address: the secret must neither stay in the address bar nor in the history. */
function takeArrival(): Arrival | null {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const link = parameters.get('link');
  const failed = parameters.get('sign-in-failed');
  if (!link && !failed) return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return link ? { link } : { failed: failed ?? '', subject: parameters.get('sub') };
}

const openedWith = takeArrival();

/** Why the organisation's sign-in may fail, as the hub says it. */
const REASONS = ['BEGIN_AGAIN', 'CANCELLED', 'UNAVAILABLE', 'REFUSED', 'INACTIVE', 'UNKNOWN'];

/**
 * Where a one-time link was opened: sets a password and signs in. Where the organisation's sign-in failed: says why.
 */
export function PasswordLink() {
  const [arrival, setArrival] = useState(openedWith);
  useEffect(() => {
    // A link that is put into the address bar of an open page does not load it anew.
    const take = () => setArrival((before) => takeArrival() ?? before);
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  if (!arrival) return null;
  const close = () => setArrival(null);
  return 'link' in arrival ? (
    <SetPassword key={arrival.link} link={arrival.link} onClose={close} />
  ) : (
    <Failed {...arrival} onClose={close} />
  );
}

function Failed({
  failed,
  subject,
  onClose,
}: {
  failed: string;
  subject: string | null;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const known = REASONS.includes(failed) ? failed : 'BEGIN_AGAIN';
  return (
    <Dialog title={t('account.organisationFailed')} onClose={onClose} testId="sign-in-failed">
      <p>{t(`account.failed.${known}`)}</p>
      {known === 'UNKNOWN' && subject && (
        <p>
          <code>{subject}</code>
        </p>
      )}
    </Dialog>
  );
}

function SetPassword({ link, onClose }: { link: string; onClose: () => void }) {
  const { t } = useI18n();
  const [{ data, error }] = useQuery({
    query: PasswordLinkNameDocument,
    variables: { link },
    requestPolicy: 'network-only',
  });
  const name = data?.passwordLinkName;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  /** Whether the hub asks for a code: the person has a second factor. */
  const [isCodeAsked, setCodeAsked] = useState(false);
  const { busy, trouble, attempt } = useAttempt();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { link, password, ...(isCodeAsked && { code }) };
    const { data, error } = await attempt(() =>
      client.mutation(SetPasswordDocument, { input }).toPromise(),
    );
    setCode('');
    if (error) return setCodeAsked(isCodeAsked || troubleOf(error).field === 'input.code');
    if (data?.setPassword.viewer.mustSetUpSecondFactor) {
      pushView({ page: 'account', selected: undefined, at: undefined });
    }
    location.reload();
  };
  return (
    <Dialog title={t('account.setPassword')} onClose={onClose} testId="set-password">
      {error && <TroubleNote trouble={troubleOf(error)} words={accountText} />}
      {name === null ? (
        <p role="alert" className="trouble">
          {t('account.trouble.link')}
        </p>
      ) : (
        <form className="form" onSubmit={(event) => void submit(event)}>
          <TextField label={t('account.name')} value={name ?? ''} autoComplete="username" />
          <PasswordField
            label={t('account.newPassword')}
            value={password}
            autoComplete="new-password"
            minLength={10}
            required
            testId="new-password"
            onChange={setPassword}
          />
          <p className="hint">{t('account.passwordHint')}</p>
          {isCodeAsked && <CodeField isFocused value={code} onChange={setCode} />}
          <TroubleNote trouble={trouble} words={accountText} />
          <button
            type="submit"
            className="button button-main"
            disabled={busy || !name}
            data-testid="set-password-go"
          >
            {t('account.setPassword')}
          </button>
        </form>
      )}
    </Dialog>
  );
}
