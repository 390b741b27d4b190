import { forgetEverything } from '../offline/forget.ts';
import { NOBODY, showViewer } from './viewer.ts';

/** Forgets on this device who was signed in, and what they saw. Edits that wait stay, for whoever made them. */
export async function forgetViewer(): Promise<void> {
  showViewer(NOBODY);
  await forgetEverything();
}
