import {
  parseReferenceSystem,
  type ReferenceSystem,
  type SystemRefusal,
  whyRefused,
} from '../systems/reference-system.ts';

/** What a file says of the reference system of its coordinates. */
export interface Declaration {
  /** The system that it declares; null when it declares none, or one that is not converted here. */
  readonly declared: ReferenceSystem | null;
  /** The declaration as it stands in the file; null when there is none. */
  readonly declaredText: string | null;
  /** Why the declared system is not converted here; null otherwise. */
  readonly refusal: SystemRefusal | null;
}

/** Nothing is declared. */
export const SILENT: Declaration = { declared: null, declaredText: null, refusal: null };

/** Words with which programs say that they do not know the system. */
const NOTHING = /^(?:(?:LOCAL_CS|ENGCRS|ENGINEERINGCRS)\b|undefined|unknown|none)/i;

/**
 * What a file declares by one of several texts, the first that is understood.
 * @param shown how the declaration is told to people; the first text unless given
 */
export function declarationOf(texts: readonly string[], shown?: string): Declaration {
  const said = texts.filter((text) => text.trim() !== '' && !NOTHING.test(text.trim()));
  const [first] = said;
  if (first === undefined) return SILENT;
  const declaredText = shown ?? first;
  const declared = said.map(parseReferenceSystem).find((system) => system !== null) ?? null;
  const refusals = said.map(whyRefused);
  // A number that is known for what it is says more than words.
  const refusal = refusals.find((reason) => reason !== 'WORDS') ?? 'WORDS';
  return { declared, declaredText, refusal: declared ? null : refusal };
}
