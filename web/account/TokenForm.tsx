import { type FormEvent, useState } from 'react';
import { CreateApiTokenDocument, type Scope } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { TextField } from '../ui/Field.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { accountText } from './accountText.ts';
import { CodeField } from './CodeField.tsx';
import { useViewer } from './viewer.ts';

/** Makes a token for a program of one's own. */
export function TokenForm({ scopes, onMade }: { scopes: readonly Scope[]; onMade: () => void }) {
  const { t } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['READ']);
  const { hasSecondFactor } = useViewer();
  const [code, setCode] = useState('');
  const [secret, setSecret] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { name, scopes: [...chosen], days: 90, ...(code && { code }) };
    const { data } = await attempt(() =>
      client.mutation(CreateApiTokenDocument, { input }).toPromise(),
    );
    setCode('');
    if (!data) return;
    setSecret(data.createApiToken.secret);
    setName('');
    onMade();
  };
  const toggle = (scope: Scope) =>
    setChosen(
      chosen.includes(scope) ? chosen.filter((each) => each !== scope) : [...chosen, scope],
    );
  return (
    <details>
      <summary>{t('account.newToken')}</summary>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('account.tokenName')}
          required
          maxLength={200}
          value={name}
          testId="token-name"
          onChange={setName}
        />
        <div className="account-scopes">
          {scopes.map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                checked={chosen.includes(scope)}
                onChange={() => toggle(scope)}
              />
              {t(`account.scope.${scope}`)}
            </label>
          ))}
        </div>
        {hasSecondFactor && <CodeField value={code} onChange={setCode} testId="token-code" />}
        <TroubleNote trouble={trouble} words={accountText} />
        <button type="submit" className="button" disabled={busy || chosen.length === 0}>
          {t('account.makeToken')}
        </button>
        {secret && (
          <p role="status" className="account-secret" data-testid="token-secret">
            {t('account.tokenOnce')}
            <br />
            <code>{secret}</code>
          </p>
        )}
        {secret && (
          <CopyButton text={() => secret} label={t('account.copyToken')} className="button" />
        )}
      </form>
    </details>
  );
}
