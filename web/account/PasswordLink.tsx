import { type FormEvent, useEffect, useState } from 'react';
import { client } from '../client.ts';
import { PasswordLinkNameDocument, SetPasswordDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { Dialog } from '../shared/Dialog.tsx';
import { minutesOf, troubleOf } from './SignIn.tsx';

const link = /^#link=([\w-]+)$/.exec(location.hash)?.[1];
const failed = new URLSearchParams(location.hash.slice(1)).get('sign-in-failed');
const subject = new URLSearchParams(location.hash.slice(1)).get('sub');
// The secret must neither stay in the address bar nor in the history.
if (link || failed) history.replaceState(history.state, '', location.pathname + location.search);

/** Why the organisation's sign-in may fail, as the hub says it. */
const REASONS = ['BEGIN_AGAIN', 'CANCELLED', 'UNAVAILABLE', 'REFUSED', 'INACTIVE', 'UNKNOWN'];

/** Where a one-time link was opened: sets a password and signs in. Where the organisation's sign-in
 * failed: says why. */
export function PasswordLink() {
  const [open, setOpen] = useState(Boolean(link || failed));
  if (!open) return null;
  const close = () => setOpen(false);
  return link ? <SetPassword link={link} onClose={close} /> : <Failed onClose={close} />;
}

function Failed({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const known = REASONS.includes(failed ?? '') ? failed : 'BEGIN_AGAIN';
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
  const [name, setName] = useState<string | null | undefined>(undefined);
  const [password, setPassword] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void client
      .query(PasswordLinkNameDocument, { link }, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data }) => setName(data?.passwordLinkName ?? null));
  }, [link]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const { error } = await client
      .mutation(SetPasswordDocument, { input: { link, password } })
      .toPromise();
    if (!error) return location.reload();
    setBusy(false);
    setTrouble(t(`account.trouble.${troubleOf(error)}`, { minutes: minutesOf(error) }));
  };
  return (
    <Dialog title={t('account.setPassword')} onClose={onClose} testId="set-password">
      {name === null ? (
        <p role="alert" className="trouble">
          {t('account.trouble.link')}
        </p>
      ) : (
        <form className="form" onSubmit={(event) => void submit(event)}>
          <label>
            {t('account.name')}
            <input value={name ?? ''} autoComplete="username" readOnly />
          </label>
          <label>
            {t('account.newPassword')}
            <input
              type="password"
              value={password}
              autoComplete="new-password"
              minLength={10}
              required
              data-testid="new-password"
              onChange={(event) => setPassword(event.target.value)}
            />
          </label>
          <p className="hint">{t('account.passwordHint')}</p>
          {trouble && (
            <p role="alert" className="trouble">
              {trouble}
            </p>
          )}
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
