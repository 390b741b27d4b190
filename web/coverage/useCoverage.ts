import { useQuery } from 'urql';
import { StatusesDocument, SummaryDocument } from '../generated/graphql.ts';
import { useStart } from '../start.ts';
import { useView } from '../view/viewStore.ts';
import type { Rule } from './rule.ts';

/** The rule that colours the map; undefined while loading or when the link names no known rule. */
export function useRule(): Rule | undefined {
  const code = useView((view) => view.rule);
  return useStart().data?.coverageRules.find((rule) => rule.code === code);
}

/** Counts for the chosen rule and district. The first ones come with the start request. */
export function useSummary() {
  const rule = useView((view) => view.rule);
  const district = useView((view) => view.district);
  const started = useStart().data !== undefined;
  return useQuery({
    query: SummaryDocument,
    variables: { rule, region: district ?? null },
    pause: !started,
  });
}

/** Every community's verdict for the chosen rule. The first ones come with the start request. */
export function useStatuses() {
  const rule = useView((view) => view.rule);
  const started = useStart().data !== undefined;
  return useQuery({ query: StatusesDocument, variables: { rule }, pause: !started });
}
