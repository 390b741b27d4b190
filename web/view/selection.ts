import type { View } from './view.ts';
import { pushView } from './viewStore.ts';

/** What opening another detail resets. */
export const NO_DETAIL: Partial<View> = {
  selected: undefined,
  at: undefined,
  page: undefined,
  file: undefined,
  tab: 'coverage',
};

/** Closes whatever detail is open: back to the whole city. */
export function clearSelection(): void {
  pushView(NO_DETAIL);
}

/** Whether an id names a community (else a facility). */
export function isCommunityId(id: string): boolean {
  return id.startsWith('community_');
}
