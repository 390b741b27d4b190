import type { Cache } from '@urql/exchange-graphcache';
import {
  type HubChangedSubscription,
  StatusesDocument,
  type StatusesQuery,
  type StatusesQueryVariables,
} from '../generated/graphql.ts';
import { withVerdicts } from './verdicts.ts';

type Change = HubChangedSubscription['hubChanged'];

/** What a change of facilities or coverage leaves as it is, and what is put right here. */
const KEPT: ReadonlySet<string> = new Set([
  'hub',
  'viewer',
  'sessions',
  'apiTokens',
  'people',
  'passwordLinkName',
  'coverageRules',
  'regions',
  'scenario',
  'scenarios',
  'coverageStatuses',
]);

/** Whether a change in detail leaves a root field of a query as it is, or what it does to it is seen to here. */
export function isKept(rootField: string): boolean {
  return KEPT.has(rootField) || rootField === 'coverageBasis';
}

/**
 * Takes a change into the client's cache. Verdicts are put right as they are told; whatever else may differ
 * is forgotten, so that what is shown of it is asked for again, and stays in place until the answer is there.
 */
export function takeChange(change: Change, cache: Cache): void {
  for (const { fieldKey, fieldName } of cache.inspectFields('Query')) {
    const kept =
      KEPT.has(fieldName) || (fieldName === 'coverageBasis' && !changesBasis(change.facilities));
    if (change.everything || !kept) cache.invalidate('Query', fieldKey);
  }
  if (!change.everything && isInView(change)) takeVerdicts(change, cache);
}

/** Whether a change is told in detail; of others it is only known that they happened elsewhere. */
export function isInView({ facilities, coverage }: Change): boolean {
  return facilities.length > 0 || coverage.length > 0;
}

/** Service points follow service stations, and resident cells change without any facility. */
function changesBasis(facilities: Change['facilities']): boolean {
  return facilities.length === 0 || facilities.some(({ kind }) => kind.code === 'service-station');
}

function takeVerdicts({ dataVersion, coverage }: Change, cache: Cache): void {
  for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
    const rule = args?.['rule'];
    if (fieldName !== 'coverageStatuses' || typeof rule !== 'string') continue;
    const verdicts = new Map(
      coverage
        .filter((outcome) => outcome.rule.code === rule)
        .map(({ community, status }) => [community.id, status]),
    );
    cache.updateQuery<StatusesQuery, StatusesQueryVariables>(
      { query: StatusesDocument, variables: { rule } },
      (data) =>
        data && {
          ...data,
          coverageStatuses: { ...withVerdicts(data.coverageStatuses, verdicts), dataVersion },
        },
    );
  }
}
