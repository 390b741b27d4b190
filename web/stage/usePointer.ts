import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import type { Position } from '../view/view.ts';
import { setCommunityState } from './communityState.ts';
import { facilitiesAt, type Hit, hitAt } from './hit.ts';
import { useMode } from './mode.ts';
import { modes } from './modes.ts';
import { isPinHeld } from './pin.ts';

/** What the pointer is over, for the tooltip. Pixels are within the map. */
export interface Hovered extends Hit {
  readonly x: number;
  readonly y: number;
}

/** A pointer is exact; a finger is about this many pixels wide: the facility nearest to it within them is meant. */
const POINTER_TOLERANCE = 2;
const TAP_TOLERANCE = 10;
/** Which of several is meant, pointer and finger cannot tell within these many pixels. */
const POINTER_RADIUS = 4;
const TAP_RADIUS = 12;

/** Hands taps and keys on the map to the active mode. @returns what the pointer is over */
export function usePointer(map: MapLibreMap | null): Hovered | null {
  useTaps(map);
  return useHover(map);
}

function useTaps(map: MapLibreMap | null): void {
  useEffect(() => {
    if (!map) return;
    const active = () => modes.active.get();
    const place = (event: MapMouseEvent) => event.lngLat.toArray() as Position;
    const tap = (event: MapMouseEvent) => {
      const { point, originalEvent } = event;
      const isFinger = (originalEvent as PointerEvent).pointerType === 'touch';
      const radius = isFinger ? TAP_RADIUS : POINTER_RADIUS;
      const facilities = facilitiesAt(map, point, TAP_TOLERANCE, radius);
      const over = facilities[0] ?? hitAt(map, point, TAP_TOLERANCE);
      active().tap?.({ at: place(event), over, facilities });
    };
    const menu = (event: MapMouseEvent) => active().menu?.(place(event));
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Enter') active().enter?.(map.getCenter().toArray() as Position);
    };
    const canvas = map.getCanvas();
    map.on('click', tap);
    map.on('contextmenu', menu);
    canvas.addEventListener('keydown', key);
    return () => {
      map.off('click', tap);
      map.off('contextmenu', menu);
      canvas.removeEventListener('keydown', key);
    };
  }, [map]);
}

function useHover(map: MapLibreMap | null): Hovered | null {
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const cursor = useMode(modes, (mode) => mode.cursor);

  useEffect(() => {
    if (!map) return;
    const move = ({ point }: MapMouseEvent) => {
      const over = map.isMoving() || isPinHeld() ? null : hitAt(map, point, POINTER_TOLERANCE);
      setHovered(over && { ...over, x: point.x, y: point.y });
    };
    const leave = () => setHovered(null);
    map.on('mousemove', move);
    map.on('mouseout', leave);
    map.on('movestart', leave);
    return () => {
      map.off('mousemove', move);
      map.off('mouseout', leave);
      map.off('movestart', leave);
    };
  }, [map]);

  const isOver = hovered !== null;
  useEffect(() => {
    if (map) map.getCanvas().style.cursor = cursor ?? (isOver ? 'pointer' : '');
  }, [map, cursor, isOver]);

  const community = hovered && !hovered.kind ? hovered.id : undefined;
  useEffect(() => {
    if (!map || !community) return;
    setCommunityState(map, community, { hover: true });
    return () => setCommunityState(map, community, { hover: false });
  }, [map, community]);
  return hovered;
}
