import { clearStoredData } from '../hub/offline/clearStored.ts';
import { NOBODY, showViewer } from './viewer.ts';

/** Deletes from this device who was signed in, and what they saw. Edits that wait stay, for whoever made them. */
export async function clearViewer(): Promise<void> {
  showViewer(NOBODY);
  await clearStoredData();
}
