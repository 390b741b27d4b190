import { type FormEvent, useState } from 'react';
import { ChangePasswordDocument } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { PasswordField } from '../ui/Field.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { accountText } from './accountText.ts';
import { CodeField } from './CodeField.tsx';
import { useViewer } from './viewer.ts';

/** Changes one's own password. */
export function PasswordForm() {
  const { t } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const { hasSecondFactor } = useViewer();
  const [code, setCode] = useState('');
  const [changed, setChanged] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { error } = await attempt(() =>
      client
        .mutation(ChangePasswordDocument, { input: { old, password, ...(code && { code }) } })
        .toPromise(),
    );
    setCode('');
    setOld('');
    setPassword('');
    setChanged(!error);
  };
  return (
    <details>
      <summary>{t('account.changePassword')}</summary>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <PasswordField
          label={t('account.oldPassword')}
          autoComplete="current-password"
          required
          value={old}
          onChange={setOld}
        />
        <PasswordField
          label={t('account.newPassword')}
          autoComplete="new-password"
          minLength={10}
          required
          value={password}
          onChange={setPassword}
        />
        <p className="hint">{t('account.passwordHint')}</p>
        {hasSecondFactor && <CodeField value={code} onChange={setCode} />}
        <TroubleNote trouble={trouble} words={accountText} />
        {changed && (
          <p role="status" className="hint">
            {t('account.changed')}
          </p>
        )}
        <button type="submit" className="button" disabled={busy}>
          {t('account.changePassword')}
        </button>
      </form>
    </details>
  );
}
