import { ViewerDocument, type ViewerFieldsFragment } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { createStore, useStore } from '../shared/store.ts';

export type Viewer = ViewerFieldsFragment;

/** Where the last known viewer outlives a reload without network. No secret is in it. */
const STORAGE_KEY = 'jinlin.viewer';

export const NOBODY: Viewer = {
  means: 'NONE',
  name: null,
  displayName: null,
  role: null,
  scopes: [],
  publicReading: true,
  organisation: null,
  hasSecondFactor: false,
  mustSetUpSecondFactor: false,
};

/** Who is signed in; null until it is known. */
export const viewerStore = createStore<Viewer | null>(null);

/** Requests who is signed in; without network it is whoever was last. */
export async function requestViewer(): Promise<void> {
  const { data } = await client
    .query(ViewerDocument, {}, { requestPolicy: 'network-only' })
    .toPromise();
  if (data) return showViewer(data.viewer as Viewer);
  viewerStore.set(remembered() ?? NOBODY);
}

/** Takes in who is signed in now. */
export function showViewer(viewer: Viewer): void {
  viewerStore.set(viewer);
  try {
    if (viewer.name) localStorage.setItem(STORAGE_KEY, JSON.stringify(viewer));
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // Storage may be forbidden; the next start asks again.
  }
}

/** Who is signed in; nobody until it is known. */
export function useViewer(): Viewer {
  return useStore(viewerStore, (viewer) => viewer) ?? NOBODY;
}

/** Whether the viewer may edit somewhere. */
export function mayEdit({ scopes }: Viewer): boolean {
  return scopes.includes('EDIT');
}

/** Whether the viewer decides proposals and keeps scenarios. */
export function mayPlan({ scopes }: Viewer): boolean {
  return scopes.includes('PLAN');
}

function remembered(): Viewer | undefined {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
