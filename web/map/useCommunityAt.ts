import { useEffect, useState } from 'react';
import type { Named } from '../i18n/names.ts';
import { useStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import { mapStore } from './expose.ts';

/** The community drawn at a position: undefined until the map has been drawn there, null when there
 * is none. */
export function useCommunityAt(at: Position): (Named & { id: string }) | null | undefined {
  const [found, setFound] = useState<(Named & { id: string }) | null>();
  const map = useStore(mapStore, (value) => value);
  useEffect(() => {
    if (!map) return;
    const look = () => {
      if (!map.getBounds().contains(at)) return;
      const feature = map.queryRenderedFeatures(map.project(at), { layers: ['communities'] })[0];
      if (!feature) {
        setFound(null);
        return;
      }
      const { id, name, name_en } = feature.properties as Record<string, string>;
      setFound({ id: id ?? '', name: name ?? '', nameEn: name_en ?? null });
    };
    void map.once('idle', look);
    map.triggerRepaint();
    return () => void map.off('idle', look);
  }, [map, at]);
  return found;
}
