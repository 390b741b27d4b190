import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { demandPolicies, enforceAtSubscribe, enforcePolicies } from './access/policy.ts';
import { CommunityResolver } from './communities/community.resolver.ts';
import { CommunityAggregateResolver } from './communities/community-aggregate.resolver.ts';
import {
  CommunityCoverageResolver,
  CoverageResolver,
  CoverageSummaryResolver,
} from './coverage/coverage.resolver.ts';
import { CoverageRecomputeResolver } from './coverage/recompute.resolver.ts';
import { FacilityWorthResolver } from './coverage/worth.resolver.ts';
import { CommunityAccessResolver, FacilityAccessResolver } from './edits/access.resolver.ts';
import { CommunityChangeResolver } from './edits/community-change.resolver.ts';
import {
  CoverageStepResolver,
  EditPreviewResolver,
  FacilityChangeResolver,
} from './edits/facility-change.resolver.ts';
import { FacilityHistoryEntryResolver, FacilityHistoryResolver } from './edits/history.resolver.ts';
import { HubChangeResolver } from './edits/hub-change.resolver.ts';
import { FacilityKindChangeResolver } from './edits/kind-change.resolver.ts';
import { FacilityProposalResolver } from './edits/proposal.resolver.ts';
import { RegionChangeResolver } from './edits/region-change.resolver.ts';
import { RuleChangeResolver } from './edits/rule-change.resolver.ts';
import {
  CommunityFacilitiesResolver,
  FacilityKindCountResolver,
  FacilityResolver,
} from './facilities/facility.resolver.ts';
import { FacilityAggregateResolver } from './facilities/facility-aggregate.resolver.ts';
import { AggregateGroupResolver } from './graphql/group.resolver.ts';
import { NodeResolver } from './graphql/node.resolver.ts';
import { callDirectly } from './graphql/plan/direct.ts';
import { CommunityGridsResolver, GridResolver } from './grids/grid.resolver.ts';
import { GridAggregateResolver } from './grids/grid-aggregate.resolver.ts';
import { HubResolver } from './hub/hub.resolver.ts';
import { ReferenceSystemResolver } from './hub/reference-system.resolver.ts';
import { ImportResolver } from './imports/import.resolver.ts';
import { ImportChangeResolver, ImportPayloadResolver } from './imports/import-change.resolver.ts';
import { ImportPreviewResolver } from './imports/import-preview.resolver.ts';
import {
  CommunityOriginResolver,
  FacilityChangeOriginResolver,
  FacilityOriginResolver,
  GridOriginResolver,
} from './imports/origin.resolver.ts';
import { LiveResolver } from './live/live.resolver.ts';
import { AccountResolver, ApiTokenResolver, SessionResolver } from './people/account.resolver.ts';
import { PersonResolver } from './people/person.resolver.ts';
import { SecondFactorResolver } from './people/second-factor.resolver.ts';
import { RegionResolver } from './regions/region.resolver.ts';
import { FacilityKindResolver } from './rules/kind.resolver.ts';
import { CoverageRuleResolver } from './rules/rule.resolver.ts';
import {
  ScenarioChangeResolver,
  ScenarioResolver,
  ScenarioVerdictResolver,
} from './scenarios/scenario.resolver.ts';

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
      // Read
      HubResolver,
      ReferenceSystemResolver,
      FacilityKindResolver,
      CoverageRuleResolver,
      RegionResolver,
      CommunityResolver,
      CommunityAggregateResolver,
      FacilityResolver,
      FacilityAggregateResolver,
      FacilityKindCountResolver,
      CommunityFacilitiesResolver,
      GridResolver,
      GridAggregateResolver,
      CommunityGridsResolver,
      // Judge
      CoverageResolver,
      CoverageSummaryResolver,
      CommunityCoverageResolver,
      CoverageRecomputeResolver,
      FacilityWorthResolver,
      // Write
      FacilityChangeResolver,
      EditPreviewResolver,
      CoverageStepResolver,
      FacilityHistoryResolver,
      FacilityHistoryEntryResolver,
      FacilityProposalResolver,
      FacilityAccessResolver,
      CommunityAccessResolver,
      CommunityChangeResolver,
      RegionChangeResolver,
      HubChangeResolver,
      FacilityKindChangeResolver,
      RuleChangeResolver,
      // People
      AccountResolver,
      SecondFactorResolver,
      ApiTokenResolver,
      SessionResolver,
      PersonResolver,
      // Serve
      NodeResolver,
      AggregateGroupResolver,
      LiveResolver,
      ScenarioResolver,
      ScenarioChangeResolver,
      ScenarioVerdictResolver,
      ImportResolver,
      ImportPreviewResolver,
      ImportChangeResolver,
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
