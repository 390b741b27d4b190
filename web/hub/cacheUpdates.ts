import type { Cache, UpdateResolver, UpdatesConfig } from '@urql/exchange-graphcache';
import {
  type EditResultFragment,
  type HubChangedSubscription,
  StatusesDocument,
  type StatusesQuery,
  type StatusesQueryVariables,
} from '../generated/graphql.ts';
import { isTouched, JUDGED_FIELDS, type Touch } from './cachePolicy.ts';
import { withVerdicts } from './live/verdicts.ts';

type Change = HubChangedSubscription['hubChanged'];

/** After an edit: what was counted, listed or judged is invalidated, and refetched where it is shown. */
const afterEdit: UpdateResolver = (result, _args, cache) => {
  const [payload] = Object.values(result) as (EditResultFragment | null)[];
  invalidateQueries(cache, 'edit');
  const ids = payload?.changedCoverage?.map(({ community }) => community.id) ?? [];
  const facility = payload?.facility;
  if (facility) invalidateJudged(cache, 'Facility', facility.id);
  if (facility?.community) ids.push(facility.community.id);
  for (const id of new Set(ids)) invalidateJudged(cache, 'Community', id);
};

const afterDecision: UpdateResolver = (_result, _args, cache) => invalidateQueries(cache, 'edit');

/** What the answers to writes, and the hub's own messages, do to the cache. */
export const UPDATES: UpdatesConfig = {
  Mutation: {
    createFacility: afterEdit,
    moveFacility: afterEdit,
    updateFacility: afterEdit,
    retireFacility: afterEdit,
    restoreFacility: afterEdit,
    undoChange: afterEdit,
    acceptProposal: afterEdit,
    commitImport: afterEdit,
    undoImport: afterEdit,
    rejectProposal: afterDecision,
    withdrawProposal: afterDecision,
  },
  Subscription: {
    hubChanged: ({ hubChanged }, _args, cache) => afterChange(hubChanged as Change, cache),
  },
};

/** Whether a change is reported in detail; of others it is only known that they happened elsewhere. */
export function isInView({ facilities, coverage }: Change): boolean {
  return facilities.length > 0 || coverage.length > 0;
}

/**
 * Takes a change into the cache. Verdicts are put right as reported; whatever else may differ is invalidated,
 * so that what is shown of it is refetched, and stays in place until the answer is there.
 */
function afterChange(change: Change, cache: Cache): void {
  if (change.everything) {
    invalidateQueries(cache, 'everything');
    return;
  }
  invalidateQueries(cache, 'change');
  if (changesStations(change.facilities)) invalidateQueries(cache, 'stations');
  if (isInView(change)) takeVerdicts(change, cache);
}

/** Service points follow service stations, and resident cells change without any facility. */
function changesStations(facilities: Change['facilities']): boolean {
  return facilities.length === 0 || facilities.some(({ kind }) => kind.code === 'service-station');
}

function invalidateQueries(cache: Cache, touch: Touch | 'everything'): void {
  for (const { fieldName, fieldKey } of cache.inspectFields('Query')) {
    if (touch === 'everything' || isTouched(fieldName, touch)) cache.invalidate('Query', fieldKey);
  }
}

/** Field by field: an entity that is invalidated as a whole would be missing from the answer, too. */
function invalidateJudged(cache: Cache, __typename: string, id: string): void {
  const entity = { __typename, id };
  for (const { fieldName, fieldKey } of cache.inspectFields(entity)) {
    if (JUDGED_FIELDS.has(fieldName)) cache.invalidate(entity, fieldKey);
  }
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
