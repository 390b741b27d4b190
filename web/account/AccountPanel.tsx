import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import {
  AccountDocument,
  ChangePasswordDocument,
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
  type Scope,
  SignOutDocument,
  SignOutEverywhereDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { DetailHead } from '../ui/DetailHead.tsx';
import { PasswordField, TextField } from '../ui/Field.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import type { PanelPage } from '../view/view.ts';
import { pushView } from '../view/viewStore.ts';
import { accountText } from './accountText.ts';
import { clearViewer } from './clearViewer.ts';
import { mayEdit, mayPlan, useViewer } from './viewer.ts';

/** One's own account: password, where one is signed in, tokens for programs. */
export function AccountPanel() {
  const { t, language } = useI18n();
  const viewer = useViewer();
  const [{ data, error }, execute] = useQuery({
    query: AccountDocument,
    requestPolicy: 'cache-and-network',
    pause: !viewer.name,
  });
  const instant = (text: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(text),
    );
  return (
    <article data-testid="account-panel">
      <DetailHead title={viewer.displayName ?? t('account.none')}>
        {viewer.role && (
          <p className="detail-sub">
            <span>{t(`account.role.${viewer.role}`)}</span>
            <span>{viewer.name}</span>
          </p>
        )}
      </DetailHead>
      {error && !data && <Problem error={error} retry={() => execute()} />}
      {!data && !error && viewer.name && <PanelSkeleton />}
      {data && (
        <div className="account">
          <div className="buttons">
            {mayEdit(viewer) && (
              <PageButton
                page="review"
                text={t(mayPlan(viewer) ? 'account.review' : 'account.mine')}
              />
            )}
            {mayEdit(viewer) && <PageButton page="retired" text={t('retired.title')} />}
            {mayPlan(viewer) && <PageButton page="import" text={t('import.title')} />}
            {viewer.scopes.includes('ADMINISTER') && (
              <PageButton page="people" text={t('account.people')} />
            )}
          </div>
          <div className="buttons">
            <button
              type="button"
              className="button"
              data-testid="sign-out"
              onClick={() => void leave(SignOutDocument)}
            >
              {t('account.signOut')}
            </button>
            <button
              type="button"
              className="button"
              data-testid="sign-out-everywhere"
              onClick={() => void leave(SignOutEverywhereDocument)}
            >
              {t('account.signOutEverywhere')}
            </button>
          </div>
          <PasswordForm />
          <section>
            <h3>{t('account.sessions')}</h3>
            <ul>
              {data.sessions.map((session) => (
                <li key={session.id}>
                  <div>
                    {browserOf(session.agent)}
                    {session.isThis && ` · ${t('account.thisOne')}`}
                    <small>{t('account.seen', { time: instant(session.seenAt as string) })}</small>
                  </div>
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h3>{t('account.tokens')}</h3>
            <ul>
              {data.apiTokens.map((token) => (
                <li key={token.id}>
                  <div>
                    {token.name}
                    <small>
                      {token.scopes.map((scope) => t(`account.scope.${scope}`)).join('、')}
                      {' · '}
                      {t('account.until', { time: instant(token.expiresAt as string) })}
                    </small>
                  </div>
                  <button
                    type="button"
                    className="button"
                    onClick={() =>
                      void client
                        .mutation(RevokeApiTokenDocument, { id: token.id })
                        .toPromise()
                        .then(() => execute({ requestPolicy: 'network-only' }))
                    }
                  >
                    {t('account.revoke')}
                  </button>
                </li>
              ))}
            </ul>
            <TokenForm
              scopes={viewer.scopes}
              onMade={() => execute({ requestPolicy: 'network-only' })}
            />
          </section>
        </div>
      )}
    </article>
  );
}

function PageButton({ page, text }: { page: PanelPage; text: string }) {
  return (
    <button
      type="button"
      className="button button-main"
      data-testid={`page-${page}`}
      onClick={() => pushView({ page })}
    >
      {text}
    </button>
  );
}

async function leave(document: typeof SignOutDocument | typeof SignOutEverywhereDocument) {
  const { error } = await client.mutation(document as typeof SignOutDocument, {}).toPromise();
  if (error) return;
  await clearViewer();
  location.assign(location.pathname);
}

function PasswordForm() {
  const { t } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [changed, setChanged] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { error } = await attempt(() =>
      client.mutation(ChangePasswordDocument, { input: { old, password } }).toPromise(),
    );
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

function TokenForm({ scopes, onMade }: { scopes: readonly Scope[]; onMade: () => void }) {
  const { t } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['READ']);
  const [secret, setSecret] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { name, scopes: [...chosen], days: 90 };
    const { data } = await attempt(() =>
      client.mutation(CreateApiTokenDocument, { input }).toPromise(),
    );
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

/** A browser's name for itself in a few words. */
function browserOf(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(agent);
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent);
  const name = browser ? `${browser[1] === 'Edg' ? 'Edge' : browser[1]} ${browser[2]}` : agent;
  return [name.slice(0, 60), system?.[1]].filter(Boolean).join(' · ') || '?';
}
