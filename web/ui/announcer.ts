import { createStore } from '../shared/store.ts';

/** An announcement to screen readers: a translation key and its values. */
export interface Announcement {
  key: string;
  values: Record<string, string | number>;
}

/** The latest announcement; `Announcer` speaks it. */
export const announcementStore = createStore<Announcement>({ key: '', values: {} });

/** Announces to screen readers what has just happened. */
export function announce(key: string, values: Record<string, string | number> = {}): void {
  announcementStore.set({ key, values });
}
