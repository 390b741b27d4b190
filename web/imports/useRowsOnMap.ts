import type { Geometry } from 'geojson';
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { type ImportDetailFragment, ImportFeaturesDocument } from '../generated/graphql.ts';
import { createStore, useStore } from '../shared/store.ts';
import { focusMap, viewBoxStore } from '../stage/camera.ts';
import { type OverlayFeature, useOverlay } from '../stage/overlay.ts';
import type { BBox, Position } from '../view/view.ts';
import { issueFeature, type RowAction, rowFeature } from './importLayers.ts';

/** So many rows are drawn at a time: more of them are no preview any more. */
const MOST_ROWS = 1_000;
/** A file that lies within this many degrees is looked at as a whole. */
const WIDEST_DEGREES = 20;
const NOTHING: readonly OverlayFeature[] = [];

/** Where the issue lies that is looked at. */
export const shownIssueStore = createStore<Position | null>(null);

/** Whether the map shows only some of the rows of its view. */
export const partlyShownStore = createStore(false);

/** Puts the rows of an import on the map, as they would be; looks at all of them first. */
export function useRowsOnMap(detail: ImportDetailFragment | null): void {
  const box = useStore(viewBoxStore, (value) => value);
  const issue = useStore(shownIssueStore, (value) => value);
  const key = detail && `${detail.id} ${detail.version}`;
  const [seen, setSeen] = useState<string | null>(null);
  const bbox = detail?.bbox as BBox | null | undefined;
  useEffect(() => {
    if (!key || key === seen) return;
    setSeen(key);
    shownIssueStore.set(null);
    if (bbox && bbox[2] - bbox[0] < WIDEST_DEGREES) focusMap({ bbox, maxZoom: 16 });
  }, [key, seen, bbox]);
  useEffect(() => () => shownIssueStore.set(null), []);

  const [{ data }] = useQuery({
    query: ImportFeaturesDocument,
    variables: { id: detail?.id ?? '', bbox: box, first: MOST_ROWS, onlyIssues: false },
    pause: !detail || !box,
    requestPolicy: 'network-only',
    context: useMemo(() => ({ key }), [key]),
  });
  const rows = data?.import.features;
  useEffect(() => {
    partlyShownStore.set(rows?.pageInfo.hasNextPage ?? false);
  }, [rows]);
  const features = useMemo(() => {
    if (!detail || !rows) return NOTHING;
    const drawn = rows.edges.flatMap(({ node }) => {
      const { action, geometry } = node as { action: RowAction; geometry: Geometry | null };
      return geometry ? [rowFeature(action, geometry)] : [];
    });
    return [...(issue ? [issueFeature(issue)] : []), ...drawn];
  }, [detail, rows, issue]);
  useOverlay(features);
}
