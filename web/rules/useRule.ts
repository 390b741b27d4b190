import { useStart } from '../hub/start.ts';
import { useView } from '../view/viewStore.ts';
import type { Rule } from './rule.ts';

/** The rule that colours the map; undefined while loading or when the link names no known rule. */
export function useRule(): Rule | undefined {
  const code = useView((view) => view.rule);
  return useStart().data?.coverageRules.find((rule) => rule.code === code);
}
