import { type FormEvent, useState } from 'react';
import {
  BeginSecondFactorDocument,
  type BeginSecondFactorMutation,
  ConfirmSecondFactorDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { PasswordField } from '../ui/Field.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { accountText } from './accountText.ts';
import { CodeField } from './CodeField.tsx';

type Setup = BeginSecondFactorMutation['beginSecondFactor'];

/** Sets up a second factor: by the password, then by a first code of the app. */
export function SetUpSecondFactor({
  isOpen,
  onDone,
}: {
  isOpen: boolean;
  onDone: (codes: readonly string[]) => void;
}) {
  const { t } = useI18n();
  const [setup, setSetup] = useState<Setup | null>(null);
  return (
    <details open={isOpen || undefined} data-testid="set-up-second-factor">
      <summary>{t('account.setUpSecondFactor')}</summary>
      {setup ? <Confirm setup={setup} onDone={onDone} /> : <Begin onBegun={setSetup} />}
    </details>
  );
}

function Begin({ onBegun }: { onBegun: (setup: Setup) => void }) {
  const { t } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const [password, setPassword] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await attempt(() =>
      client.mutation(BeginSecondFactorDocument, { input: { password } }).toPromise(),
    );
    setPassword('');
    if (data) onBegun(data.beginSecondFactor);
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <p className="hint">{t('account.secondFactorHint')}</p>
      <PasswordField
        label={t('account.oldPassword')}
        autoComplete="current-password"
        required
        value={password}
        testId="second-factor-password"
        onChange={setPassword}
      />
      <TroubleNote trouble={trouble} words={accountText} />
      <button type="submit" className="button" disabled={busy} data-testid="second-factor-begin">
        {t('account.next')}
      </button>
    </form>
  );
}

function Confirm({ setup, onDone }: { setup: Setup; onDone: (codes: readonly string[]) => void }) {
  const { t } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const [code, setCode] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await attempt(() =>
      client.mutation(ConfirmSecondFactorDocument, { input: { code } }).toPromise(),
    );
    setCode('');
    if (data) onDone(data.confirmSecondFactor.codes);
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <p className="hint">{t('account.scan')}</p>
      <QrCode text={setup.uri} label={t('account.qrCode')} />
      <p className="account-secret">
        <code data-testid="second-factor-secret">{setup.secret.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
      <CopyButton text={() => setup.secret} label={t('account.copySecret')} className="button" />
      <CodeField value={code} isAppOnly onChange={setCode} testId="second-factor-code" />
      <TroubleNote trouble={trouble} words={accountText} />
      <button
        type="submit"
        className="button button-main"
        disabled={busy}
        data-testid="second-factor-confirm"
      >
        {t('account.confirmSecondFactor')}
      </button>
    </form>
  );
}
