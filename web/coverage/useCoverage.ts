import { useQuery } from 'urql';
import { StatusesDocument, SummaryDocument } from '../generated/graphql.ts';
import { useStart } from '../hub/start.ts';
import { useView } from '../view/viewStore.ts';

/** Counts for the chosen rule and district. The first ones come with the start request. */
export function useSummary() {
  const district = useView((view) => view.district);
  return useSummaryOf(district ?? null);
}

/** Counts for the chosen rule in the whole city, whatever district is chosen. */
export function useCitySummary() {
  return useSummaryOf(null);
}

function useSummaryOf(region: string | null) {
  const rule = useView((view) => view.rule);
  const started = useStart().data !== undefined;
  return useQuery({ query: SummaryDocument, variables: { rule, region }, pause: !started });
}

/** Every community's verdict for the chosen rule. The first ones come with the start request. */
export function useStatuses() {
  const rule = useView((view) => view.rule);
  const started = useStart().data !== undefined;
  return useQuery({ query: StatusesDocument, variables: { rule }, pause: !started });
}
