import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { CHANGED_LAYER } from '../coverage/verdictLayers.ts';
import {
  CoverageBasisDocument,
  EvaluateScenarioDocument,
  type EvaluateScenarioQuery,
  FacilityPositionsDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import type { Rule } from '../rules/rule.ts';
import { useRule } from '../rules/useRule.ts';
import { useStore } from '../shared/store.ts';
import { circleAround } from '../stage/circle.ts';
import { setCommunityState } from '../stage/communityState.ts';
import { type OverlayFeature, overlayFeature, overlayPoint } from '../stage/overlay.ts';
import type { Position } from '../view/view.ts';
import { type Change, toInput, withChange } from './changes.ts';
import {
  changesStore,
  comparingStore,
  dragStore,
  outcomeStore,
  type Picked,
  pickedStore,
  trialOverlay,
} from './store.ts';
import { Trial, type TrialOutcome, type VerdictChange } from './trial.ts';
import { useTrialPins } from './useTrialPins.ts';

/** Fullwidth, so that they stand out; triangles are a kind of facility. */
const CHANGE_SIGNS: Record<string, string> = { PASS: '＋', FAIL: '－' };

/** Rings drawn at once; more say nothing. */
const MOST_RINGS = 100;

/**
 * Sites on trial, on the map: pins, their rings, and the communities whose verdict would change, computed anew at
 * every move of a pin.
 */
export default function TrialLayer({ map }: { map: MapLibreMap }) {
  const rule = useRule();
  const [{ data: basisData }] = useQuery({ query: CoverageBasisDocument });
  const [{ data: positionData }] = useQuery({ query: FacilityPositionsDocument });
  const basis = basisData?.coverageBasis;
  const positions = positionData?.facilityPositions;
  const trial = useMemo(
    () => (basis && positions && rule ? new Trial(basis, positions, rule) : null),
    [basis, positions, rule],
  );
  useTrialPins(map, positions);

  useEffect(() => {
    if (!trial || !rule) return;
    const byArea = rule.reading === 'AREA';
    const shown = new Set<string>();
    const colour = (changed: readonly VerdictChange[]): void => {
      const proposed = new Map(
        comparingStore.get() ? [] : changed.map((each) => [each.id, each.proposed]),
      );
      for (const id of shown) {
        if (proposed.has(id)) continue;
        setCommunityState(map, id, { proposed: null });
        shown.delete(id);
      }
      for (const [id, status] of proposed) {
        setCommunityState(map, id, { proposed: status });
        shown.add(id);
      }
    };
    const show = (): void => {
      const drag = dragStore.get();
      const changes = drag ? withChange(changesStore.get(), drag) : changesStore.get();
      trial.apply(changes);
      const { outcome } = trial;
      // Verdicts by area come from the server when the pin is let go; till then the last ones stand.
      const changed = byArea ? (outcomeStore.get()?.changed ?? []) : outcome.changed;
      const areaFigures = byArea && { ...communityFigures(changed), changed };
      outcomeStore.set({ ...outcome, ...areaFigures });
      colour(changed);
      trialOverlay.set(overlayOf(changes, changed, rule, pickedStore.get()));
    };
    let latest = 0;
    const evaluate = async (): Promise<void> => {
      const mine = ++latest;
      const found = await areaOutcome(rule, changesStore.get());
      if (mine !== latest || !found) return;
      outcomeStore.set({ ...trial.outcome, ...found });
      show();
    };
    show();
    const stops = [changesStore, dragStore, comparingStore, pickedStore].map((store) =>
      store.subscribe(show),
    );
    if (byArea) {
      void evaluate();
      stops.push(changesStore.subscribe(() => void evaluate()));
    }
    return () => {
      latest = -1;
      for (const stop of stops) stop();
      for (const id of shown) setCommunityState(map, id, { proposed: null });
      outcomeStore.set(null);
      trialOverlay.set([]);
    };
  }, [map, trial, rule]);

  const comparing = useStore(comparingStore, (value) => value);
  useEffect(() => {
    map.setLayoutProperty(CHANGED_LAYER, 'visibility', comparing ? 'none' : 'visible');
  }, [map, comparing]);
  return null;
}

function communityFigures(
  changed: readonly VerdictChange[],
): Pick<TrialOutcome, 'communitiesGained' | 'communitiesLost'> {
  const count = (proposed: string) => changed.filter((each) => each.proposed === proposed).length;
  return { communitiesGained: count('PASS'), communitiesLost: count('FAIL') };
}

async function areaOutcome(
  rule: Rule,
  changes: readonly Change[],
): Promise<Pick<TrialOutcome, 'changed' | 'communitiesGained' | 'communitiesLost'> | undefined> {
  if (changes.length === 0) return { changed: [], communitiesGained: 0, communitiesLost: 0 };
  const { data } = await client
    .query<EvaluateScenarioQuery>(
      EvaluateScenarioDocument,
      { rule: rule.code, changes: toInput(changes) },
      { requestPolicy: 'network-only' },
    )
    .toPromise();
  const found = data?.evaluateScenario;
  if (!found) return undefined;
  const changed = found.changed.map(({ community, today, proposed }) => ({
    id: community.id,
    name: community.name,
    nameEn: community.nameEn ?? null,
    at: (community.servicePoint?.coordinates ?? [Number.NaN, Number.NaN]) as Position,
    today,
    proposed,
  }));
  return { changed, ...communityFigures(changed) };
}

/** Rings around the sites, and signs at the communities whose verdict changes. */
function overlayOf(
  changes: readonly Change[],
  changed: readonly VerdictChange[],
  rule: Pick<Rule, 'radiusMeters' | 'facilityKinds'>,
  picked: Picked | null,
): OverlayFeature[] {
  const kinds = new Set(rule.facilityKinds.map(({ code }) => code));
  const places = changes
    .filter((change) => change.action !== 'ADD' || kinds.has(change.kind))
    .flatMap((change) => (change.action === 'REMOVE' ? [] : [change.at]));
  if (picked && !changes.some(({ key }) => key === picked.key)) places.push(picked.at);
  return [
    ...places
      .slice(0, MOST_RINGS)
      .map((at) => overlayFeature('radius', circleAround(at, rule.radiusMeters))),
    ...changed
      .filter(({ at }) => Number.isFinite(at[0]))
      .map(({ at, proposed }) =>
        overlayPoint(proposed === 'PASS' ? 'gained' : 'lost', at, CHANGE_SIGNS[proposed]),
      ),
  ];
}
