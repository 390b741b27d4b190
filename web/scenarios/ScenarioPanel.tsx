import './scenarios.css';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { useCitySummary } from '../coverage/useCoverage.ts';
import { CoverageBasisDocument, ScenarioDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { kindNames, placeName } from '../i18n/names.ts';
import { RuleSwitch } from '../rules/RuleSwitch.tsx';
import { useRule } from '../rules/useRule.ts';
import { useStore } from '../shared/store.ts';
import { selectCommunity } from '../stage/select.ts';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import { useView } from '../view/viewStore.ts';
import { Balance } from './Balance.tsx';
import { ChangeList } from './ChangeList.tsx';
import { type Change, formatChanges } from './changes.ts';
import { KeepScenario } from './KeepScenario.tsx';
import { KeptList } from './KeptList.tsx';
import { changesStore, closeTrial, hasUnkept, keptStore, outcomeStore, showKept } from './store.ts';
import { PickedFacility, TrialTools } from './TrialTools.tsx';

/** Sites on trial: what they would change, what is changed, and how to keep it. */
export function ScenarioPanel() {
  const { t, language } = useI18n();
  const rule = useRule();
  // Sites change verdicts on both sides of a district's border.
  const summary = useCitySummary()[0].data?.coverageSummary;
  const outcome = useStore(outcomeStore, (value) => value);
  const changes = useStore(changesStore, (value) => value);
  const kept = useStore(keptStore, (value) => value);
  const district = useView((view) => view.district);
  const [{ error: basisError }, execute] = useQuery({ query: CoverageBasisDocument });
  const loaded = useKept();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  if (loaded.error) return <Problem error={loaded.error} retry={loaded.retry} />;
  if (basisError) {
    return <Problem error={basisError} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (loaded.loading || !rule || !outcome) return <PanelSkeleton />;
  return (
    <article className="scenario" data-testid="scenario-panel">
      <header className="scenario-head">
        <h2 ref={heading} tabIndex={-1} data-testid="scenario-title">
          {kept?.name ?? t('trial.title')}
        </h2>
        <LeaveButton />
      </header>
      <RuleSwitch />
      <Balance outcome={outcome} summary={summary} isBeyondView={district !== undefined} />
      {rule.reading === 'AREA' && <p className="note">{t('trial.area')}</p>}
      <TrialTools kinds={rule.facilityKinds} />
      <PickedFacility />
      {changes.length === 0 ? (
        <p className="scenario-hint">
          {t('trial.empty', { kind: kindNames(rule.facilityKinds, language) })}
        </p>
      ) : (
        <ChangeList changes={changes} />
      )}
      {changes.length === 0 && !kept && <KeptList />}
      {outcome.changed.length > 0 && (
        <section className="scenario-changed">
          <h3>{t('trial.changed')}</h3>
          <ul data-testid="changed-list">
            {outcome.changed.map((each) => (
              <li key={each.id}>
                <button type="button" onClick={() => selectCommunity(each.id, each.name)}>
                  <span aria-hidden="true" data-verdict={each.proposed}>
                    {each.proposed === 'PASS' ? '＋' : '－'}
                  </span>
                  <span>{placeName(each, language)}</span>
                  <small>{t(each.proposed === 'PASS' ? 'trial.gained' : 'trial.lost')}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <KeepScenario />
    </article>
  );
}

/** Leaves the trial; has it confirmed when something would be lost. */
function LeaveButton() {
  const { t } = useI18n();
  const [confirming, setConfirming] = useState(false);
  if (confirming) {
    return (
      <p className="scenario-leave" role="status">
        {t('trial.sure')}
        <button type="button" data-testid="leave-sure" onClick={closeTrial}>
          {t('trial.drop')}
        </button>
        <button type="button" onClick={() => setConfirming(false)}>
          {t('trial.stay')}
        </button>
      </p>
    );
  }
  return (
    <button
      type="button"
      className="scenario-close"
      data-testid="leave"
      onClick={() => (hasUnkept() ? setConfirming(true) : closeTrial())}
    >
      {t('trial.leave')}
    </button>
  );
}

/** Loads the kept scenario that the link names. */
function useKept() {
  const id = useView((view) => view.scenario);
  const trial = useView((view) => view.trial);
  const kept = useStore(keptStore, (value) => value);
  const [{ data, error, fetching }, execute] = useQuery({
    query: ScenarioDocument,
    variables: { id: id ?? '' },
    pause: !id || kept?.id === id,
  });
  const found = data?.scenario;
  useEffect(() => {
    if (!found || found.id !== id || keptStore.get()?.id === id) return;
    const changes = found.changes.map((change, i): Change => {
      const at = (change.location?.coordinates ?? [0, 0]) as [number, number];
      const key = change.facility?.id ?? `new-${i}`;
      if (change.action === 'ADD') return { action: 'ADD', key, kind: change.kind.code, at };
      return change.action === 'MOVE' ? { action: 'MOVE', key, at } : { action: 'REMOVE', key };
    });
    const { name, version } = found;
    showKept({ id: found.id, name, version, changes: formatChanges(changes) }, changes);
  }, [found, id]);
  const loading = id !== undefined && kept?.id !== id && fetching && trial === undefined;
  return {
    error: id && kept?.id !== id ? error : undefined,
    loading,
    retry: () => execute({ requestPolicy: 'network-only' }),
  };
}
