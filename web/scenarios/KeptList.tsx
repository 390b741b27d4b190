import { useQuery } from 'urql';
import { mayPlan, useViewer } from '../account/viewer.ts';
import { ScenariosDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { Problem } from '../ui/Problem.tsx';
import { pushView } from '../view/viewStore.ts';

/** The scenarios that are kept, to go on with: for planners, who keep them. */
export function KeptList() {
  const { t, language } = useI18n();
  const isPlanner = mayPlan(useViewer());
  const [{ data, error }, execute] = useQuery({
    query: ScenariosDocument,
    // Others keep and discard them, too.
    requestPolicy: 'cache-and-network',
    pause: !isPlanner,
  });
  if (!isPlanner) return null;
  if (error && !data) {
    return <Problem error={error} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data?.scenarios.length) return null;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  return (
    <section className="scenario-changed">
      <h3>{t('trial.keptList')}</h3>
      <ul data-testid="kept-list">
        {data.scenarios.map(({ id, name, updatedAt, changes }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => pushView({ scenario: id, trial: undefined, selected: undefined })}
            >
              <span>{name}</span>
              <span>{t('trial.changes', { count: changes.length })}</span>
              <small>{date.format(new Date(updatedAt))}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
