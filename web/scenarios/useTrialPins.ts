import type { Map as MapLibreMap, Marker } from 'maplibre-gl';
import { useEffect, useMemo, useRef } from 'react';
import type { FacilityPositionsQuery } from '../generated/graphql.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { kindShape } from '../kinds/kindShape.ts';
import { useStore } from '../shared/store.ts';
import { createPin } from '../stage/pin.ts';
import type { Position } from '../view/view.ts';
import { type Change, roundedForLink, withChange } from './changes.ts';
import { changesStore, commit, dragStore, pickedStore } from './store.ts';

type Positions = FacilityPositionsQuery['facilityPositions'];

/** Pins are elements of the page: more of them would be slow. */
const MOST_PINS = 200;
const STEP_METERS = 10;

interface TrialPin {
  readonly key: string;
  readonly at: Position;
  readonly kind: string;
  /** What it is, for those who cannot see it. */
  readonly label: string;
  readonly action: Change['action'] | 'PICKED';
}

/** Draggable pins for the facilities on trial; they move by the arrow keys, too, and go by Delete. */
export function useTrialPins(map: MapLibreMap, positions: Positions | undefined): void {
  const pins = usePins(positions);
  const markers = useRef(new Map<string, { marker: Marker; pin: TrialPin }>());

  useEffect(() => {
    const present = markers.current;
    for (const [key, { marker }] of present) {
      if (pins.some((pin) => pin.key === key)) continue;
      marker.remove();
      present.delete(key);
    }
    for (const pin of pins) {
      const known = present.get(pin.key);
      if (known && known.pin.action === pin.action && known.pin.label === pin.label) {
        known.pin = pin;
        known.marker.setLngLat(pin.at);
        continue;
      }
      const focused = known?.marker.getElement() === document.activeElement;
      known?.marker.remove();
      const marker = createTrialPin(map, pin);
      present.set(pin.key, { marker, pin });
      if (focused) marker.getElement().focus();
    }
  }, [map, pins]);

  useEffect(() => {
    const present = markers.current;
    return () => {
      for (const { marker } of present.values()) marker.remove();
      present.clear();
    };
  }, []);
}

/** The pins for what is changed, and for what was tapped last. */
function usePins(positions: Positions | undefined): readonly TrialPin[] {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds;
  const changes = useStore(changesStore, (value) => value);
  const picked = useStore(pickedStore, (value) => value);
  const facility = useMemo(() => facilitiesByKey(positions), [positions]);
  return useMemo(() => {
    const pins = changes.slice(-MOST_PINS).flatMap((change): TrialPin[] => {
      const { key, action } = change;
      if (action === 'ADD') {
        const kind = kinds?.find(({ code }) => code === change.kind);
        const name = kind ? placeName(kind, language) : change.kind;
        const label = t('trial.pin.ADD', { name });
        return [{ key, action, kind: change.kind, at: change.at, label }];
      }
      const known = facility(key);
      const label = t(`trial.pin.${action}`, { name: known?.name ?? key });
      const at = action === 'MOVE' ? change.at : known?.at;
      return at ? [{ key, action, kind: known?.kind ?? '', at, label }] : [];
    });
    if (picked && !changes.some(({ key }) => key === picked.key)) {
      const { key, kind, name } = picked;
      // Tiles round where it stands.
      const at = facility(key)?.at ?? picked.at;
      pins.push({ key, kind, at, action: 'PICKED', label: t('trial.pin.PICKED', { name }) });
    }
    return pins;
  }, [changes, picked, facility, kinds, t, language]);
}

function facilitiesByKey(positions: Positions | undefined) {
  const indexOf = new Map(positions?.ids.map((id, i) => [id, i]));
  return (key: string): { name: string; kind: string; at: Position } | undefined => {
    const i = indexOf.get(key);
    if (i === undefined || !positions) return undefined;
    const { names, kinds, coordinates } = positions;
    const at: Position = [coordinates[2 * i] as number, coordinates[2 * i + 1] as number];
    return { name: names[i] as string, kind: kinds[i] as string, at };
  };
}

function createTrialPin(map: MapLibreMap, { key, at, kind, label, action }: TrialPin): Marker {
  const changeTo = (place: Position): Change =>
    action === 'ADD'
      ? { action: 'ADD', key, kind, at: roundedForLink(place) }
      : { action: 'MOVE', key, at: roundedForLink(place) };
  const marker = createPin(map, {
    at,
    label,
    className: 'trial-pin',
    testId: `pin-${key}`,
    sign: action === 'REMOVE' ? 'cross' : kindShape(kind).path,
    stepMeters: STEP_METERS,
    isFixed: action === 'REMOVE',
    onMove: (place) => dragStore.set(changeTo(place)),
    onRest(place) {
      pickedStore.set(null);
      commit(withChange(changesStore.get(), changeTo(place)));
    },
    onDelete() {
      const others = changesStore.get().filter((change) => change.key !== key);
      commit(action === 'PICKED' ? [...others, { action: 'REMOVE', key }] : others);
      pickedStore.set(null);
    },
  });
  const element = marker.getElement();
  element.dataset['action'] = action;
  element.title = label;
  return marker;
}
