import { useState } from 'react';
import {
  type PersonFieldsFragment,
  ResetSecondFactorDocument,
  RevokeAccessDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { accountText } from './accountText.ts';
import { browserName } from './browserName.ts';
import { useViewer } from './viewer.ts';

/** By what a person is signed in, and what their programs use: an administrator ends any of it. */
export function AccessList({ person }: { person: PersonFieldsFragment }) {
  const { t, language } = useI18n();
  const viewer = useViewer();
  const { busy, trouble, attempt } = useAttempt();
  const [access, setAccess] = useState(person);
  const { sessions, apiTokens, hasSecondFactor } = access;
  const instant = (text: unknown) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(String(text)),
    );
  const revoke = async (id: string | null) => {
    const { data } = await attempt(() =>
      client.mutation(RevokeAccessDocument, { person: person.id, id }).toPromise(),
    );
    if (data) setAccess(data.revokeAccess as PersonFieldsFragment);
  };
  const reset = async () => {
    const { data } = await attempt(() =>
      client.mutation(ResetSecondFactorDocument, { person: person.id }).toPromise(),
    );
    if (data) setAccess(data.resetSecondFactor as PersonFieldsFragment);
  };
  const end = (id: string, text: string, what: string) => (
    <button
      type="button"
      className="button"
      disabled={busy}
      aria-label={`${text}: ${what}`}
      onClick={() => void revoke(id)}
    >
      {text}
    </button>
  );
  const isEmpty = sessions.length + apiTokens.length === 0;
  return (
    <section className="access" data-testid="access">
      <h3>{t('account.access')}</h3>
      {isEmpty && <p className="hint">{t('account.noAccess')}</p>}
      <ul>
        {sessions.map(({ id, agent, seenAt }) => (
          <li key={id}>
            <div>
              {browserName(agent)}
              <small>{t('account.seen', { time: instant(seenAt) })}</small>
            </div>
            {end(id, t('account.end'), browserName(agent))}
          </li>
        ))}
        {apiTokens.map(({ id, name, scopes, expiresAt }) => (
          <li key={id}>
            <div>
              {t('account.token', { name })}
              <small>
                {scopes.map((scope) => t(`account.scope.${scope}`)).join('、')}
                {' · '}
                {t('account.until', { time: instant(expiresAt) })}
              </small>
            </div>
            {end(id, t('account.revoke'), name)}
          </li>
        ))}
      </ul>
      <TroubleNote trouble={trouble} words={accountText} />
      <div className="buttons">
        {!isEmpty && (
          <button
            type="button"
            className="button"
            disabled={busy}
            data-testid="end-access"
            onClick={() => void revoke(null)}
          >
            {t('account.endAll')}
          </button>
        )}
        {hasSecondFactor && viewer.name !== person.name && (
          <button
            type="button"
            className="button"
            disabled={busy}
            data-testid="reset-second-factor"
            onClick={() => void reset()}
          >
            {t('account.resetSecondFactor')}
          </button>
        )}
      </div>
    </section>
  );
}
