import {
  type Cache,
  cacheExchange,
  type Data,
  type UpdateResolver,
} from '@urql/exchange-graphcache';
import { Client, fetchExchange } from 'urql';
import type { EditResultFragment, HubChangedSubscription } from './generated/graphql.ts';
import { takeChange } from './live/cacheUpdates.ts';
import { noteOwnChanges } from './live/ownChanges.ts';
import { liveExchange } from './live/subscriptions.ts';
import { askAgainExchange, askEverythingAgain } from './offline/askAgain.ts';
import { lastKnownExchange } from './offline/lastKnown.ts';
import { whenOnline } from './offline/online.ts';
import { askByHashExchange } from './shared/persisted.ts';

const byCode = (data: Data) => (data.code ? String(data.code) : null);
const embedded = () => null;

/** Fields of a query that no edit of a facility touches. */
const UNTOUCHED = new Set(['viewer', 'coverageRules', 'regions', 'grids', 'facility', 'community']);

/** What of an entity an edit of a facility may change beyond what its answer tells. */
const JUDGED = new Set(['coverage', 'coverages', 'facilities', 'servicePoint', 'worth', 'history']);

/** After an edit: what was counted, listed or judged is asked again where it is shown. */
const freshen: UpdateResolver = (result, _args, cache) => {
  const [payload] = Object.values(result) as (EditResultFragment | null)[];
  invalidateCounted(cache);
  const ids = payload?.changedCoverage?.map(({ community }) => community.id) ?? [];
  const facility = payload?.facility;
  if (facility) invalidateJudged(cache, 'Facility', facility.id);
  if (facility?.community) ids.push(facility.community.id);
  for (const id of new Set(ids)) invalidateJudged(cache, 'Community', id);
};

const recount: UpdateResolver = (_result, _args, cache) => invalidateCounted(cache);

/** Field by field: an entity that is gone as a whole would be gone from the answer, too. */
function invalidateJudged(cache: Cache, __typename: string, id: string): void {
  const entity = { __typename, id };
  for (const { fieldName, fieldKey } of cache.inspectFields(entity)) {
    if (JUDGED.has(fieldName)) cache.invalidate(entity, fieldKey);
  }
}

function invalidateCounted(cache: Cache): void {
  for (const { fieldName, fieldKey } of cache.inspectFields('Query')) {
    if (!UNTOUCHED.has(fieldName)) cache.invalidate('Query', fieldKey);
  }
}

/** The one GraphQL client. Rules and kinds are known by their code; figures belong to their parent. */
export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [
    noteOwnChanges,
    askByHashExchange,
    askAgainExchange,
    cacheExchange({
      keys: {
        CoverageRule: byCode,
        FacilityKind: byCode,
        Hub: embedded,
        Attribution: embedded,
        Coverage: embedded,
        CoverageSummary: embedded,
        CoverageStatuses: embedded,
        FacilityPositions: embedded,
        HubChange: embedded,
        NearestFacility: embedded,
        PointCoverage: embedded,
        CoverageBasis: embedded,
        FacilityWorth: embedded,
        ScenarioChange: embedded,
        ScenarioFigures: embedded,
        ScenarioOutcome: embedded,
        ScenarioVerdict: embedded,
        ViewerInfo: embedded,
        AccountPayload: embedded,
        ApiTokenPayload: embedded,
        PasswordLinkPayload: embedded,
        FacilityPayload: embedded,
        FacilitySnapshot: embedded,
        EditPreview: embedded,
        CoverageStep: embedded,
        ImportCountsInfo: embedded,
        ImportFeature: embedded,
        ImportIssue: embedded,
        ImportIssueCount: embedded,
        ImportMapping: embedded,
        ImportPayload: embedded,
        ImportProblemInfo: embedded,
        ImportProgress: embedded,
        SystemFit: embedded,
        SystemGuessInfo: embedded,
      },
      updates: {
        Mutation: {
          createFacility: freshen,
          moveFacility: freshen,
          updateFacility: freshen,
          retireFacility: freshen,
          restoreFacility: freshen,
          undoChange: freshen,
          acceptProposal: freshen,
          commitImport: freshen,
          undoImport: freshen,
          rejectProposal: recount,
          withdrawProposal: recount,
        },
        Subscription: {
          hubChanged: ({ hubChanged }, _args, cache) =>
            takeChange(hubChanged as HubChangedSubscription['hubChanged'], cache),
        },
      },
    }),
    lastKnownExchange,
    liveExchange,
    fetchExchange,
  ],
});

whenOnline(() => askEverythingAgain(client));
