import './city.css';
import { signingInStore } from '../account/SignIn.tsx';
import { mayPlan, useViewer } from '../account/viewer.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { pushView, useView } from '../view/viewStore.ts';

/** Whether the hub has no community at all. */
export function useIsEmptyCity(): boolean {
  const summary = useStart().data?.coverageSummary;
  const district = useView((view) => view.district);
  return !district && summary?.total === 0;
}

/** On a hub without communities: says so, and leads to where a city begins. */
export function EmptyCity() {
  const { t } = useI18n();
  const viewer = useViewer();
  return (
    <section className="city-empty" role="status" data-testid="city-empty">
      <h2>{t('city.empty')}</h2>
      <p>{t(mayPlan(viewer) ? 'city.emptyPlanner' : 'city.emptyOther')}</p>
      {mayPlan(viewer) ? (
        <button
          type="button"
          className="button button-main"
          data-testid="city-begin"
          onClick={() => pushView({ page: 'city' })}
        >
          {t('city.begin')}
        </button>
      ) : (
        viewer.name === null && (
          <button
            type="button"
            className="button button-main"
            onClick={() => signingInStore.set(true)}
          >
            {t('account.signIn')}
          </button>
        )
      )}
    </section>
  );
}
