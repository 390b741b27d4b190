import { type FormEvent, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { client } from '../client.ts';
import {
  AccountDocument,
  ChangePasswordDocument,
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
  type Scope,
  SignOutDocument,
  SignOutEverywhereDocument,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { DetailHead } from '../layout/DetailHead.tsx';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { Problem } from '../layout/Problem.tsx';
import type { PanelPage } from '../view/view.ts';
import { pushView } from '../view/viewStore.ts';
import { forgetViewer } from './leave.ts';
import { minutesOf, troubleOf } from './SignIn.tsx';
import { mayEdit, mayPlan, useViewer } from './viewer.ts';

/** One's own account: password, where one is signed in, tokens for programs. */
export function AccountPanel() {
  const { t, language } = useI18n();
  const viewer = useViewer();
  const [{ data, error }, ask] = useQuery({
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
      {error && !data && <Problem error={error} retry={() => ask()} />}
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
            {mayPlan(viewer) && <PageButton page="import" text={t('account.import')} />}
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
                        .then(() => ask({ requestPolicy: 'network-only' }))
                    }
                  >
                    {t('account.revoke')}
                  </button>
                </li>
              ))}
            </ul>
            <TokenForm
              scopes={viewer.scopes}
              onMade={() => ask({ requestPolicy: 'network-only' })}
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
  await forgetViewer();
  location.assign(location.pathname);
}

function PasswordForm() {
  const { t } = useI18n();
  const [{ fetching }, change] = useMutation(ChangePasswordDocument);
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [told, setTold] = useState<{ text: string; bad: boolean } | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { error } = await change({ input: { old, password } });
    setOld('');
    setPassword('');
    setTold(
      error
        ? {
            text: t(`account.trouble.${troubleOf(error)}`, { minutes: minutesOf(error) }),
            bad: true,
          }
        : { text: t('account.changed'), bad: false },
    );
  };
  return (
    <details>
      <summary>{t('account.changePassword')}</summary>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <label>
          {t('account.oldPassword')}
          <input
            type="password"
            autoComplete="current-password"
            required
            value={old}
            onChange={(event) => setOld(event.target.value)}
          />
        </label>
        <label>
          {t('account.newPassword')}
          <input
            type="password"
            autoComplete="new-password"
            minLength={10}
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <p className="hint">{t('account.passwordHint')}</p>
        {told && (
          <p role="status" className={told.bad ? 'trouble' : 'hint'}>
            {told.text}
          </p>
        )}
        <button type="submit" className="button" disabled={fetching}>
          {t('account.changePassword')}
        </button>
      </form>
    </details>
  );
}

function TokenForm({ scopes, onMade }: { scopes: readonly Scope[]; onMade: () => void }) {
  const { t } = useI18n();
  const [{ fetching }, create] = useMutation(CreateApiTokenDocument);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['READ']);
  const [secret, setSecret] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await create({ input: { name, scopes: [...chosen], days: 90 } });
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
        <label>
          {t('account.tokenName')}
          <input
            required
            maxLength={200}
            value={name}
            data-testid="token-name"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
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
        <button type="submit" className="button" disabled={fetching || chosen.length === 0}>
          {t('account.makeToken')}
        </button>
        {secret && (
          <p role="status" className="account-secret" data-testid="token-secret">
            {t('account.tokenOnce')}
            <br />
            <code>{secret}</code>
          </p>
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
