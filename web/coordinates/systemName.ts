import { commonSystem } from '../../server/coordinates/reference-names.ts';
import type { Language } from '../view/view.ts';

/** The name of a reference system. */
export function systemName(system: string, language: Language): string {
  return commonSystem(system)?.names[language] ?? system;
}
