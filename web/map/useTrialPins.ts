import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import { kindShape } from '../facilities/kinds.ts';
import type { FacilityPositionsQuery } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { type Change, rounded, withChange } from '../scenarios/changes.ts';
import { changesStore, commit, dragStore, pickedStore } from '../scenarios/store.ts';
import { useStore } from '../shared/store.ts';
import { useStart } from '../start.ts';
import type { Position } from '../view/view.ts';

type Positions = FacilityPositionsQuery['facilityPositions'];

/** Pins are elements of the page: more of them would be slow. */
const MOST_PINS = 200;
/** An arrow key moves a pin by so many meters; with Shift by ten times as many. */
const STEP_METERS = 10;
const METERS_PER_DEGREE = 111_200;

interface Pin {
  readonly key: string;
  readonly at: Position;
  readonly kind: string;
  /** What it is, for those who cannot see it. */
  readonly label: string;
  readonly action: Change['action'] | 'PICKED';
}

/** Draggable pins for the facilities on trial; they move by the arrow keys, too, and go by Delete. */
export function useTrialPins(map: MapLibreMap, positions: Positions | undefined): void {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds;
  const changes = useStore(changesStore, (value) => value);
  const picked = useStore(pickedStore, (value) => value);
  const markers = useRef(new Map<string, { marker: Marker; pin: Pin }>());

  useEffect(() => {
    const indexOf = new Map(positions?.ids.map((id, i) => [id, i]));
    const facility = (key: string) => {
      const i = indexOf.get(key);
      if (i === undefined || !positions) return undefined;
      const [lon, lat] = positions.coordinates.slice(2 * i, 2 * i + 2);
      return {
        name: positions.names[i] as string,
        kind: positions.kinds[i] as string,
        at: [lon as number, lat as number] as Position,
      };
    };
    const pins = changes.slice(-MOST_PINS).flatMap((change): Pin[] => {
      const { key, action } = change;
      if (action === 'ADD') {
        const kind = kinds?.find(({ code }) => code === change.kind);
        const name = kind ? placeName(kind, language) : change.kind;
        return [
          { key, action, kind: change.kind, at: change.at, label: t('trial.pin.ADD', { name }) },
        ];
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
      const marker = createPin(map, pin);
      present.set(pin.key, { marker, pin });
      if (focused) marker.getElement().focus();
    }
  }, [map, positions, changes, picked, kinds, t, language]);

  useEffect(() => {
    const present = markers.current;
    return () => {
      for (const { marker } of present.values()) marker.remove();
      present.clear();
    };
  }, []);
}

function createPin(map: MapLibreMap, pin: Pin): Marker {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'trial-pin';
  element.dataset['action'] = pin.action;
  element.dataset['testid'] = `pin-${pin.key}`;
  element.setAttribute('aria-label', pin.label);
  element.title = pin.label;
  element.append(drawPin(pin));
  const draggable = pin.action !== 'REMOVE';
  const marker = new Marker({ element, draggable, anchor: 'bottom' }).setLngLat(pin.at).addTo(map);
  const changeAt = (): Change => {
    const at = rounded(marker.getLngLat().toArray());
    return pin.action === 'ADD'
      ? { action: 'ADD', key: pin.key, kind: pin.kind, at }
      : { action: 'MOVE', key: pin.key, at };
  };
  const letGo = (): void => {
    const change = changeAt();
    pickedStore.set(null);
    commit(withChange(changesStore.get(), change));
  };
  marker.on('drag', () => dragStore.set(changeAt()));
  marker.on('dragend', letGo);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      const others = changesStore.get().filter(({ key }) => key !== pin.key);
      commit(pin.action === 'PICKED' ? [...others, { action: 'REMOVE', key: pin.key }] : others);
      pickedStore.set(null);
      return;
    }
    const [east, north] = ARROWS[event.key] ?? [0, 0];
    if (!draggable || (east === 0 && north === 0)) return;
    event.preventDefault();
    event.stopPropagation();
    const { lng, lat } = marker.getLngLat();
    const degrees = ((event.shiftKey ? 10 : 1) * STEP_METERS) / METERS_PER_DEGREE;
    const shrink = Math.cos((lat / 180) * Math.PI);
    marker.setLngLat([lng + (east * degrees) / shrink, lat + north * degrees]);
    dragStore.set(changeAt());
  });
  element.addEventListener('keyup', (event) => {
    if (ARROWS[event.key] && dragStore.get()?.key === pin.key) letGo();
  });
  return marker;
}

const ARROWS: Record<string, [east: number, north: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A drop with the sign of the kind in it, or a cross where the facility is closed. */
function drawPin({ kind, action }: Pin): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 36 44');
  svg.setAttribute('aria-hidden', 'true');
  const add = (path: string, attributes: Record<string, string>): void => {
    const element = document.createElementNS(svg.namespaceURI, 'path');
    element.setAttribute('d', path);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    svg.append(element);
  };
  add('M18 43C10 33 3 26 3 17a15 15 0 0 1 30 0c0 9-7 16-15 26z', { class: 'trial-pin-drop' });
  if (action === 'REMOVE') add('M12 11l12 12M24 11L12 23', { class: 'trial-pin-cross' });
  else add(kindShape(kind).path, { class: 'trial-pin-sign', transform: 'translate(8 7)' });
  return svg as SVGSVGElement;
}
