import { Arg, Ctx, FieldResolver, Float, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Coverage, type CoverageStatus } from '../../db/entities/coverage.ts';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import type { Context } from '../access/context.ts';
import { Costs } from '../access/cost.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import {
  type FacilityRow,
  facilitiesById,
  findPositions,
} from '../facilities/facilities.queries.ts';
import { getDataVersion } from '../hub/hub.queries.ts';
import { load } from '../lists/loader.ts';
import { type RegionRow, regionsById, requireRegion } from '../regions/regions.queries.ts';
import { getRule, getRules, type RuleRow, rulesById } from '../rules/rules.queries.ts';
import { NotFoundError } from '../shared/errors.ts';
import { parsePosition } from '../shared/geo-input.ts';
import { globalId } from '../shared/ids.ts';
import { PositionScalar } from '../shared/scalars.ts';
import { readBasis } from './basis.queries.ts';
import {
  type CoverageRow,
  coveragesOf,
  findStatuses,
  judgePoint,
  type SummaryRow,
  summarise,
} from './coverage.queries.ts';
import {
  CoverageBasis,
  CoverageStatuses,
  CoverageSummary,
  FacilityPositions,
  NearestFacility,
  PointCoverage,
} from './coverage.types.ts';

type Nearest = { facility: FacilityRow; distanceMeters: number };

@Resolver(() => Coverage)
export class CoverageResolver {
  @Allow('read')
  @Shared()
  @Costs({ each: ({ communities }) => communities.rows })
  @Query(() => CoverageSummary, {
    description:
      'A rule summed up over all communities, or those of a region. @throws NOT_FOUND for an unknown rule or region.',
  })
  async coverageSummary(
    @Ctx() context: Context,
    @Arg('rule', () => String, { description: 'Code of the rule.' }) code: string,
    @Arg('region', () => String, { nullable: true, description: 'Code of the region.' })
    region: string | null,
  ): Promise<SummaryRow & { rule: RuleRow; region: RegionRow | null }> {
    const { em } = context;
    const rule = await getRule(context, code, 'rule');
    const regionId = region == null ? undefined : await requireRegion(context, region, 'region');
    const summary = await summarise(em, rule.id, regionId);
    const found = regionId === undefined ? null : await load(context, regionsById, regionId);
    return { ...summary, rule, region: found };
  }

  @Allow('read')
  @Shared()
  @Costs({ each: ({ communities }) => communities.rows })
  @Query(() => CoverageStatuses, {
    description:
      'Verdicts of a rule for all communities, compact. @throws NOT_FOUND for an unknown rule.',
  })
  async coverageStatuses(
    @Ctx() context: Context,
    @Arg('rule', () => String, { description: 'Code of the rule.' }) code: string,
  ): Promise<CoverageStatuses> {
    const { em } = context;
    const rule = await getRule(context, code, 'rule');
    const dataVersion = await getDataVersion(em);
    const statuses = await findStatuses(em, rule.id);
    const idsOf = (status: CoverageStatus): string[] =>
      (statuses.get(status) ?? []).map((id) => globalId('community', id));
    return {
      dataVersion,
      passing: idsOf('PASS'),
      failing: idsOf('FAIL'),
      unknown: idsOf('UNKNOWN'),
    };
  }

  @Allow('read')
  @Shared()
  @Costs({ each: ({ rules, facilities }) => rules * (300 + 0.2 * facilities.rows) })
  @Query(() => [PointCoverage], {
    description:
      'Every rule in force, judged from one point: by distance only, whatever the reading of the rule, since a point has neither residents nor area. @throws BAD_USER_INPUT for a bad position.',
  })
  async coverageAt(
    @Ctx() context: Context,
    @Arg('point', () => PositionScalar, { description: 'Where to judge from.' }) point: unknown,
  ): Promise<object[]> {
    const position = parsePosition(point, 'point');
    const outcomes: object[] = [];
    for (const rule of await getRules(context)) {
      const { nearestFacilityId, nearestDistanceMeters, facilitiesWithin } = await judgePoint(
        context.em,
        rule,
        position,
      );
      const nearest = await nearestOf(context, nearestFacilityId, nearestDistanceMeters);
      outcomes.push({
        rule,
        nearest,
        facilitiesWithin,
        status: facilitiesWithin > 0 ? 'PASS' : 'FAIL',
      });
    }
    return outcomes;
  }

  @Allow('read')
  @Shared()
  @Costs({ each: ({ facilities }) => 2 * facilities.rows })
  @Query(() => FacilityPositions, { description: 'All active facilities, compact.' })
  async facilityPositions(@Ctx() { em }: Context): Promise<FacilityPositions> {
    const dataVersion = await getDataVersion(em);
    const facilities = await findPositions(em);
    return {
      dataVersion,
      ids: facilities.map(({ id }) => globalId('facility', id)),
      names: facilities.map(({ name }) => name),
      kinds: facilities.map(({ kind }) => kind),
      coordinates: facilities.flatMap(({ lon, lat }) => [lon, lat]),
    };
  }

  @Allow('read')
  @Shared()
  @Costs({ each: ({ cells, communities }) => 0.6 * cells + 1.5 * communities.rows })
  @Query(() => CoverageBasis, {
    description:
      'All communities and resident cells, compact. @throws TOO_EXPENSIVE for more than 250,000 cells.',
  })
  async coverageBasis(@Ctx() { em }: Context): Promise<CoverageBasis> {
    const dataVersion = await getDataVersion(em);
    return { dataVersion, ...(await readBasis(em)) };
  }

  @Allow('read')
  @FieldResolver(() => Community, { description: 'The community.' })
  community(
    @Root() { communityId }: CoverageRow,
    @Ctx() context: Context,
  ): Promise<CommunityRow | null> {
    return load(context, communitiesById, communityId);
  }

  @Allow('read')
  @FieldResolver(() => CoverageRule, { description: 'The rule.' })
  rule(@Root() { ruleId }: CoverageRow, @Ctx() context: Context): Promise<RuleRow | null> {
    return ruleOf(context, ruleId);
  }

  @Allow('read')
  @FieldResolver(() => NearestFacility, {
    nullable: true,
    description:
      'The nearest active facility; null when there is none of the kinds, or no service point.',
  })
  nearest(
    @Root() { nearestFacilityId, nearestDistanceMeters }: CoverageRow,
    @Ctx() context: Context,
  ): Promise<Nearest | null> {
    return nearestOf(context, nearestFacilityId, nearestDistanceMeters ?? null);
  }

  @Allow('read')
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Meters to spare (positive) or missing (negative): radius − nearest distance.',
  })
  async marginMeters(
    @Root() { ruleId, nearestDistanceMeters }: CoverageRow,
    @Ctx() context: Context,
  ): Promise<number | null> {
    const rule = await ruleOf(context, ruleId);
    return nearestDistanceMeters == null || !rule
      ? null
      : rule.radiusMeters - nearestDistanceMeters;
  }

  @Allow('read')
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Share to spare (0 or positive) or missing (negative) by the readings RESIDENTS and AREA: share covered − minimumShare of the rule; null for SERVICE_POINT and where the share is not known.',
  })
  async marginShare(
    @Root() coverage: CoverageRow,
    @Ctx() context: Context,
  ): Promise<number | null> {
    const rule = await ruleOf(context, coverage.ruleId);
    if (rule?.minimumShare == null) return null;
    const share = rule.reading === 'AREA' ? coverage.areaCoveredShare : shareOf(coverage);
    return share == null ? null : share - rule.minimumShare;
  }

  @Allow('read')
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'residentsCovered ÷ residentsTotal, 0–1; null without residents.',
  })
  residentsCoveredShare(@Root() coverage: CoverageRow): number | null {
    return shareOf(coverage);
  }
}

@Resolver(() => CoverageSummary)
export class CoverageSummaryResolver {
  @Allow('read')
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'residentsCovered ÷ residentsTotal, 0–1; null without residents.',
  })
  residentsCoveredShare(@Root() summary: SummaryRow): number | null {
    return shareOf(summary);
  }
}

@Resolver(() => Community)
export class CommunityCoverageResolver {
  @Allow('read')
  @FieldResolver(() => Coverage, {
    description: 'The outcome of a rule. @throws NOT_FOUND for an unknown rule.',
  })
  async coverage(
    @Root() { id }: CommunityRow,
    @Ctx() context: Context,
    @Arg('rule', () => String, { description: 'Code of the rule.' }) code: string,
  ): Promise<CoverageRow> {
    const rule = await getRule(context, code, 'rule');
    const coverages = await load(context, coveragesOf, id);
    const coverage = coverages?.find(({ ruleId }) => ruleId === rule.id);
    if (coverage) return coverage;
    throw new NotFoundError(
      'rule',
      `rule: there is no coverage by ${JSON.stringify(code)}; the rule was retired while this request was read; ask again.`,
    );
  }

  @Allow('read')
  @FieldResolver(() => [Coverage], {
    description: 'The outcomes of all rules in force, by clause.',
  })
  async coverages(@Root() { id }: CommunityRow, @Ctx() context: Context): Promise<CoverageRow[]> {
    return (await load(context, coveragesOf, id)) ?? [];
  }
}

/** The rule of a coverage, even one that came or went after this request had read the rules in force. */
async function ruleOf(context: Context, ruleId: number): Promise<RuleRow | null> {
  const rule = (await getRules(context)).find(({ id }) => id === ruleId);
  return rule ?? load(context, rulesById, ruleId);
}

async function nearestOf(
  context: Context,
  facilityId: number | null,
  distanceMeters: number | null,
): Promise<Nearest | null> {
  if (facilityId === null || distanceMeters === null) return null;
  const facility = await load(context, facilitiesById, facilityId);
  return facility && { facility, distanceMeters };
}

function shareOf(figures: {
  residentsCovered?: number | null;
  residentsTotal?: number | null;
}): number | null {
  const { residentsCovered, residentsTotal } = figures;
  return residentsCovered == null || !residentsTotal ? null : residentsCovered / residentsTotal;
}
