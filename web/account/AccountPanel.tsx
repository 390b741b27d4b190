import { useQuery } from 'urql';
import {
  AccountDocument,
  RevokeApiTokenDocument,
  SignOutDocument,
  SignOutEverywhereDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import type { PanelPage } from '../view/view.ts';
import { pushView } from '../view/viewStore.ts';
import { browserName } from './browserName.ts';
import { clearViewer } from './clearViewer.ts';
import { PasswordForm } from './PasswordForm.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { TokenForm } from './TokenForm.tsx';
import { mayEdit, mayPlan, requestViewer, useViewer } from './viewer.ts';

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
            {mayPlan(viewer) && <PageButton page="city" text={t('city.title')} />}
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
          <SecondFactor
            state={data.secondFactor}
            onChanged={() => {
              void requestViewer();
              execute({ requestPolicy: 'network-only' });
            }}
          />
          <PasswordForm />
          <section>
            <h3>{t('account.sessions')}</h3>
            <ul>
              {data.sessions.map((session) => (
                <li key={session.id}>
                  <div>
                    {browserName(session.agent)}
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
