import type { ScenarioChangeInput } from '../generated/graphql.ts';
import type { Position } from '../view/view.ts';

/** What is tried with one facility. */
export type Change =
  | { readonly action: 'ADD'; readonly key: string; readonly kind: string; readonly at: Position }
  | { readonly action: 'MOVE'; readonly key: string; readonly at: Position }
  | { readonly action: 'REMOVE'; readonly key: string };

/** Changes that a link can hold; kept scenarios take more. */
export const MOST_IN_LINK = 60;

/** Six decimals of a degree, 0.1 m, everywhere: so the link, the browser and the server mean one place. */
export function roundedForLink([lon, lat]: Position): Position {
  return [Number(lon.toFixed(6)), Number(lat.toFixed(6))];
}

/** Writes changes as the text of a link: `plaza@121.5,25.04;facility_12@121.6,25.1;-facility_13`. */
export function formatChanges(changes: readonly Change[]): string {
  return changes
    .map((change) => {
      if (change.action === 'REMOVE') return `-${change.key}`;
      const what = change.action === 'ADD' ? change.kind : change.key;
      return `${what}@${roundedForLink(change.at).join(',')}`;
    })
    .join(';');
}

/** Reads the text of a link; what it cannot read it leaves out. */
export function parseChanges(text: string): Change[] {
  const changes = new Map<string, Change>();
  for (const [i, part] of text.split(';').entries()) {
    const change = parseChange(part, i);
    if (change && !changes.has(change.key)) changes.set(change.key, change);
  }
  return [...changes.values()].slice(0, MOST_IN_LINK);
}

function parseChange(part: string, i: number): Change | undefined {
  const removed = /^-(facility_[1-9]\d{0,9})$/.exec(part)?.[1];
  if (removed) return { action: 'REMOVE', key: removed };
  const [, what, lon, lat] =
    /^([a-z][\w-]{0,60})@(-?[\d.]{1,12}),(-?[\d.]{1,12})$/.exec(part) ?? [];
  const at: Position = [Number(lon), Number(lat)];
  if (!what || !(Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90)) return undefined;
  if (/^facility_[1-9]\d{0,9}$/.test(what))
    return { action: 'MOVE', key: what, at: roundedForLink(at) };
  return { action: 'ADD', key: `new-${i}`, kind: what, at: roundedForLink(at) };
}

/** Changes as the API takes them. */
export function toInput(changes: readonly Change[]): ScenarioChangeInput[] {
  return changes.map((change): ScenarioChangeInput => {
    if (change.action === 'REMOVE') return { action: 'REMOVE', facility: change.key };
    const location = { type: 'Point' as const, coordinates: roundedForLink(change.at) };
    return change.action === 'ADD'
      ? { action: 'ADD', kind: change.kind, location }
      : { action: 'MOVE', facility: change.key, location };
  });
}

/** A key that none of the changes has. */
export function freshKey(changes: readonly Change[]): string {
  const used = new Set(changes.map(({ key }) => key));
  let i = changes.length;
  while (used.has(`new-${i}`)) i++;
  return `new-${i}`;
}

/** The changes with one put in: in place of that of the same facility, or at the end. */
export function withChange(changes: readonly Change[], change: Change): Change[] {
  const known = changes.some(({ key }) => key === change.key);
  return known
    ? changes.map((each) => (each.key === change.key ? change : each))
    : [...changes, change];
}
