import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { AggregateGroupResolver } from './aggregates/group.resolver.ts';
import { AccountResolver, ApiTokenResolver, SessionResolver } from './auth/account.resolver.ts';
import { PersonResolver } from './auth/person.resolver.ts';
import { demandPolicies, enforceAtSubscribe, enforcePolicies } from './auth/policy.ts';
import { CommunityResolver } from './communities/community.resolver.ts';
import { CommunityAggregateResolver } from './communities/community-aggregate.resolver.ts';
import { CommunityChangeResolver } from './coverage/community-change.resolver.ts';
import {
  CommunityCoverageResolver,
  CoverageResolver,
  CoverageSummaryResolver,
} from './coverage/coverage.resolver.ts';
import { CoverageRecomputeResolver } from './coverage/recompute.resolver.ts';
import { FacilityWorthResolver } from './coverage/worth.resolver.ts';
import { CommunityAccessResolver, FacilityAccessResolver } from './facilities/access.resolver.ts';
import {
  CommunityFacilitiesResolver,
  FacilityKindResolver,
  FacilityResolver,
} from './facilities/facility.resolver.ts';
import { FacilityAggregateResolver } from './facilities/facility-aggregate.resolver.ts';
import {
  CoverageStepResolver,
  EditPreviewResolver,
  FacilityChangeResolver,
} from './facilities/facility-change.resolver.ts';
import {
  FacilityHistoryEntryResolver,
  FacilityHistoryResolver,
} from './facilities/history.resolver.ts';
import { FacilityKindChangeResolver } from './facilities/kind-change.resolver.ts';
import { FacilityProposalResolver } from './facilities/proposal.resolver.ts';
import { callDirectly } from './graphql/direct.ts';
import { CommunityGridsResolver, GridResolver } from './grids/grid.resolver.ts';
import { GridAggregateResolver } from './grids/grid-aggregate.resolver.ts';
import { HubResolver } from './hub/hub.resolver.ts';
import {
  ImportFeatureResolver,
  ImportIssueResolver,
  ImportPayloadResolver,
  ImportResolver,
} from './imports/import.resolver.ts';
import {
  CommunityOriginResolver,
  FacilityChangeOriginResolver,
  FacilityOriginResolver,
  GridOriginResolver,
} from './imports/origin.resolver.ts';
import { LiveResolver } from './live/live.resolver.ts';
import { NodeResolver } from './node/node.resolver.ts';
import { RegionResolver } from './regions/region.resolver.ts';
import {
  ScenarioChangeResolver,
  ScenarioResolver,
  ScenarioVerdictResolver,
} from './scenarios/scenario.resolver.ts';
import { CoverageRuleResolver } from './standards/rule.resolver.ts';
import { RuleChangeResolver } from './standards/rule-change.resolver.ts';

/** type-graphql demands one; what is subscribed to here brings its own events. */
const NO_TOPICS: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('A subscription must name `subscribe`; there are no topics.');
  },
};

/** The schema: the flat list of all resolvers, under the policy that every root field names. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AccountResolver,
      ApiTokenResolver,
      SessionResolver,
      PersonResolver,
      NodeResolver,
      AggregateGroupResolver,
      CommunityAggregateResolver,
      FacilityAggregateResolver,
      GridAggregateResolver,
      CommunityResolver,
      FacilityResolver,
      FacilityKindResolver,
      FacilityChangeResolver,
      EditPreviewResolver,
      CoverageStepResolver,
      FacilityHistoryResolver,
      FacilityHistoryEntryResolver,
      FacilityProposalResolver,
      FacilityAccessResolver,
      CommunityAccessResolver,
      FacilityKindChangeResolver,
      GridResolver,
      RegionResolver,
      CoverageRuleResolver,
      RuleChangeResolver,
      CoverageResolver,
      CoverageSummaryResolver,
      HubResolver,
      LiveResolver,
      FacilityWorthResolver,
      CoverageRecomputeResolver,
      CommunityChangeResolver,
      ScenarioResolver,
      ScenarioChangeResolver,
      ScenarioVerdictResolver,
      CommunityCoverageResolver,
      CommunityFacilitiesResolver,
      CommunityGridsResolver,
      ImportResolver,
      ImportIssueResolver,
      ImportFeatureResolver,
      ImportPayloadResolver,
      FacilityOriginResolver,
      CommunityOriginResolver,
      GridOriginResolver,
      FacilityChangeOriginResolver,
    ],
    // Inputs are checked by each concept's own functions, which name the field and the remedy.
    validate: false,
    pubSub: NO_TOPICS,
  });
  demandPolicies(schema);
  return enforceAtSubscribe(enforcePolicies(callDirectly(schema)));
}
