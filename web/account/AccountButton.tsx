import './account.css';
import { useQuery } from 'urql';
import { WaitingProposalsDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { pushView, useView } from '../view/viewStore.ts';
import { signingInStore } from './SignIn.tsx';
import { mayPlan, useViewer } from './viewer.ts';

/** In the header: signs in, or opens the account of whoever is signed in. */
export function AccountButton() {
  const { t } = useI18n();
  const viewer = useViewer();
  const { name, displayName } = viewer;
  const [{ data }] = useQuery({ query: WaitingProposalsDocument, pause: !mayPlan(viewer) });
  const waiting = data?.facilityProposals.totalCount ?? 0;
  const isOpen = useView((view) => view.page === 'account');
  return (
    <button
      type="button"
      className="account-button"
      data-testid="account"
      aria-pressed={name ? isOpen : undefined}
      aria-label={
        name
          ? [
              t('account.of', { name: displayName }),
              waiting > 0 && t('account.waiting', { count: waiting }),
            ]
              .filter(Boolean)
              .join('，')
          : undefined
      }
      onClick={() => {
        if (!name) signingInStore.set(true);
        else pushView({ page: 'account', selected: undefined, at: undefined });
      }}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d="M10 3a3.500 3.500 0 1 0 0 7a3.500 3.500 0 1 0 0-7zM3.500 17c0-3.600 2.900-5.500 6.500-5.500s6.500 1.900 6.500 5.500"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.800"
          strokeLinecap="round"
        />
      </svg>
      <span>{name ? displayName : t('account.signIn')}</span>
      {waiting > 0 && (
        <strong className="account-badge" title={t('account.review')}>
          {waiting}
        </strong>
      )}
    </button>
  );
}
