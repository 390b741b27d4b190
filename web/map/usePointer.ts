import type { Map as MapLibreMap, MapMouseEvent, PointLike } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import { placingStore } from '../edits/store.ts';
import { freshKey, rounded } from '../scenarios/changes.ts';
import {
  addingStore,
  changesStore,
  commit,
  dragStore,
  isTrying,
  pickedStore,
} from '../scenarios/store.ts';
import { createStore, useStore } from '../shared/store.ts';
import { checkPlace, selectCommunity, selectFacility } from '../view/select.ts';
import type { Position, VerdictStatus } from '../view/view.ts';
import { viewStore } from '../view/viewStore.ts';
import { communityStatus, setCommunityState } from './statuses.ts';

/** Whether the next click checks a place instead of selecting what lies there. */
export const pickingStore = createStore(false);

/** What the pointer is over, for the tooltip. Pixels are within the map. */
export interface Hovered {
  id: string;
  name: string;
  nameEn?: string;
  /** A facility's kind; absent for a community. */
  kind?: string;
  /** Where a facility stands, as drawn. */
  at?: Position;
  /** A community's verdict, once it is known. */
  status?: VerdictStatus;
  x: number;
  y: number;
}

/** A finger is about this many pixels wide: facilities this near a tap are meant. */
const TAP_TOLERANCE = 10;

/** Selects on click and tap, checks places, and tells what the pointer is over. */
export function usePointer(map: MapLibreMap | null): Hovered | null {
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const picking = useStore(pickingStore, (value) => value);
  const adding = useStore(addingStore, (value) => value);

  useEffect(() => {
    if (!map) return;
    map.getCanvas().style.cursor = picking || adding ? 'crosshair' : '';
  }, [map, picking, adding]);

  useEffect(() => {
    if (!map) return;
    const move = (event: MapMouseEvent) => {
      const over = map.isMoving() || dragStore.get() ? null : featureAt(map, event, 2);
      setHovered(over);
      if (!pickingStore.get() && !addingStore.get())
        map.getCanvas().style.cursor = over ? 'pointer' : '';
    };
    const leave = () => setHovered(null);
    const click = (event: MapMouseEvent) => {
      // The tap puts the pin.
      if (placingStore.get()) return;
      if (pickingStore.get()) {
        pickingStore.set(false);
        checkPlace(event.lngLat.toArray());
        return;
      }
      const kind = addingStore.get();
      if (kind) {
        addingStore.set(null);
        const changes = changesStore.get();
        const at = rounded(event.lngLat.toArray());
        commit([...changes, { action: 'ADD', key: freshKey(changes), kind, at }]);
        return;
      }
      const over = featureAt(map, event, TAP_TOLERANCE);
      if (!over) return;
      if (over.kind && over.at && isTrying(viewStore.get())) {
        pickedStore.set({ key: over.id, name: over.name, kind: over.kind, at: over.at });
      } else if (over.kind) selectFacility(over.id, undefined, over.name);
      else selectCommunity(over.id, over.name);
    };
    const menu = (event: MapMouseEvent) => {
      if (!placingStore.get()) checkPlace(event.lngLat.toArray());
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || placingStore.get()) return;
      pickingStore.set(false);
      checkPlace(map.getCenter().toArray());
    };
    const canvas = map.getCanvas();
    map.on('mousemove', move);
    map.on('mouseout', leave);
    map.on('movestart', leave);
    map.on('click', click);
    map.on('contextmenu', menu);
    canvas.addEventListener('keydown', key);
    return () => {
      map.off('mousemove', move);
      map.off('mouseout', leave);
      map.off('movestart', leave);
      map.off('click', click);
      map.off('contextmenu', menu);
      canvas.removeEventListener('keydown', key);
    };
  }, [map]);

  const community = hovered && !hovered.kind ? hovered.id : undefined;
  useEffect(() => {
    if (!map || !community) return;
    setCommunityState(map, community, { hover: true });
    return () => setCommunityState(map, community, { hover: false });
  }, [map, community]);

  return hovered;
}

/** The facility nearest to the pointer within the tolerance, else the community under it. */
function featureAt(map: MapLibreMap, { point }: MapMouseEvent, tolerance: number): Hovered | null {
  const box: [PointLike, PointLike] = [
    [point.x - tolerance, point.y - tolerance],
    [point.x + tolerance, point.y + tolerance],
  ];
  const distance = (position: number[]) => {
    const { x, y } = map.project(position as [number, number]);
    return Math.hypot(x - point.x, y - point.y);
  };
  const facility = map
    .queryRenderedFeatures(box, { layers: ['facilities'] })
    .flatMap((feature) =>
      feature.geometry.type === 'Point'
        ? [{ feature, position: feature.geometry.coordinates as Position }]
        : [],
    )
    .sort((a, b) => distance(a.position) - distance(b.position))[0];
  const found =
    facility?.feature ?? map.queryRenderedFeatures(point, { layers: ['communities'] })[0];
  if (!found) return null;
  const { id = '', name = '', name_en, kind } = found.properties as Record<string, string>;
  const status = kind ? undefined : communityStatus(map, id);
  return {
    id,
    name,
    x: point.x,
    y: point.y,
    ...(name_en ? { nameEn: name_en } : {}),
    ...(kind ? { kind } : {}),
    ...(facility ? { at: facility.position } : {}),
    ...(status ? { status } : {}),
  };
}
