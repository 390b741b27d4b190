import { useState } from 'react';
import type { AccountQuery } from '../generated/graphql.ts';
import { RemoveSecondFactorDocument, RenewRecoveryCodesDocument } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { CodeForm } from './CodeForm.tsx';
import { SetUpSecondFactor } from './SetUpSecondFactor.tsx';
import { useViewer } from './viewer.ts';

/** One's own second factor: sets it up, renews recovery codes, removes it. */
export function SecondFactor({
  state,
  onChanged,
}: {
  state: AccountQuery['secondFactor'];
  onChanged: () => void;
}) {
  const { t } = useI18n();
  const { mustSetUpSecondFactor } = useViewer();
  /** Recovery codes that have just been made: they are shown this once. */
  const [codes, setCodes] = useState<readonly string[]>([]);
  const show = (made: readonly string[]) => {
    setCodes(made);
    onChanged();
  };
  return (
    <section data-testid="second-factor">
      <h3>{t('account.secondFactor')}</h3>
      {mustSetUpSecondFactor && (
        <p role="status" className="trouble">
          {t('account.secondFactorNeeded')}
        </p>
      )}
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      {state.isSet ? (
        <>
          <p className="hint">{t('account.secondFactorSet', { count: state.recoveryCodesLeft })}</p>
          <CodeForm
            title={t('account.renewCodes')}
            testId="renew-codes"
            send={async (code) => {
              const { data, error } = await client
                .mutation(RenewRecoveryCodesDocument, { input: { code } })
                .toPromise();
              if (data) show(data.renewRecoveryCodes.codes);
              return { error };
            }}
          />
          <CodeForm
            title={t('account.removeSecondFactor')}
            testId="remove-second-factor"
            send={async (code) => {
              const { error } = await client
                .mutation(RemoveSecondFactorDocument, { input: { code } })
                .toPromise();
              if (!error) show([]);
              return { error };
            }}
          />
        </>
      ) : (
        <SetUpSecondFactor isOpen={mustSetUpSecondFactor} onDone={show} />
      )}
    </section>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useI18n();
  return (
    <div className="account-secret" role="status">
      <p>{t('account.recoveryOnce')}</p>
      <ol className="recovery-codes" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <CopyButton
        text={() => codes.join('\n')}
        label={t('account.copyCodes')}
        className="button button-main"
      />
    </div>
  );
}
