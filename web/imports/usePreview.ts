import type { Geometry } from 'geojson';
import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { ImportPreviewDocument, type ImportPreviewQuery } from '../generated/graphql.ts';
import { focusMap } from '../map/camera.ts';
import { overlayFeature, useOverlay } from '../map/overlay.ts';
import type { BBox } from '../view/view.ts';
import type { Import } from './useImport.ts';

type Preview = NonNullable<ImportPreviewQuery['import']>;

/** What is wrong with an import, the first of it. */
export interface Issues {
  readonly list: readonly Preview['issues']['edges'][number]['node'][];
  readonly totalCount: number;
}

/** Shows on the map what an import would do, the first rows of it, and gives what is wrong. */
export function usePreview({ id, version, bbox }: Import): Issues | undefined {
  const [{ data }, ask] = useQuery({
    query: ImportPreviewDocument,
    variables: { id },
    requestPolicy: 'network-only',
  });
  const found = data?.import ?? undefined;
  // Read again: the rows are other ones.
  useEffect(() => {
    if (found && found.version !== version) ask({ requestPolicy: 'network-only' });
  }, [found, version, ask]);
  const overlay = useMemo(
    () =>
      (found?.features.edges ?? []).flatMap(({ node: { geometry, action, hasIssues } }) =>
        geometry
          ? [
              overlayFeature(
                hasIssues ? 'import-issue' : `import-${action}`,
                geometry as unknown as Geometry,
              ),
            ]
          : [],
      ),
    [found],
  );
  useOverlay(overlay);
  const box = JSON.stringify(bbox ?? null);
  useEffect(() => {
    const at: BBox | null = JSON.parse(box);
    if (at) focusMap({ bbox: at, maxZoom: 16 });
  }, [box]);
  return (
    found && {
      list: found.issues.edges.map(({ node }) => node),
      totalCount: found.issues.totalCount,
    }
  );
}
