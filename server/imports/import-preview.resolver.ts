import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { type Connection, connectionType } from '../lists/connection.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import { type BBox, parseBBox } from '../shared/geo-input.ts';
import { BBoxScalar } from '../shared/scalars.ts';
import { Import } from './import.types.ts';
import { countNewRegions } from './match/new-regions.queries.ts';
import {
  countIssues,
  FEATURE_ORDER,
  findFeatures,
  findIssues,
  getStagedBox,
  ISSUE_ORDER,
} from './preview.queries.ts';
import {
  ImportAction,
  ImportFeature,
  ImportIssue,
  ImportIssueCount,
  ImportNewRegions,
} from './preview.types.ts';
import { IssueCode } from './staged/issues.ts';

const ImportIssueConnection = connectionType(ImportIssue);
const ImportFeatureConnection = connectionType(ImportFeature);

/** What an import would do: its staged rows and their issues. Both are empty once it is over. */
@Resolver(() => Import)
export class ImportPreviewResolver {
  @Allow('plan')
  @FieldResolver(() => BBoxScalar, {
    nullable: true,
    description: 'Bounding box of its rows; null when none has a place, or it is over.',
  })
  bbox(@Root() { row }: Import, @Ctx() { em }: Context): Promise<BBox | null> {
    return getStagedBox(em, row.id);
  }

  @Allow('plan')
  @FieldResolver(() => [ImportIssueCount], {
    description: 'How often what is wrong, errors first; empty once it is over.',
  })
  issueCounts(@Root() { row }: Import, @Ctx() { em }: Context): Promise<ImportIssueCount[]> {
    return countIssues(em, row.id);
  }

  @Allow('plan')
  @FieldResolver(() => [ImportNewRegions], {
    description:
      'Regions that its communities name and that are not there, from the highest level down: committing makes them if `createRegions` is set; else such rows are errors. Empty once it is over.',
  })
  newRegions(@Root() { row }: Import, @Ctx() { em }: Context): Promise<ImportNewRegions[]> {
    return countNewRegions(em, row.id);
  }

  @Allow('plan')
  @FieldResolver(() => ImportIssueConnection, {
    description: 'What is wrong, by row; empty once it is over.',
  })
  issues(
    @Root() { row }: Import,
    @Ctx() { em }: Context,
    @Arg('code', () => IssueCode, { nullable: true, description: 'Only these; all unless given.' })
    code: IssueCode | null,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<ImportIssue>> {
    return findIssues(em, row.id, code ?? undefined, parsePage(args, ISSUE_ORDER));
  }

  @Allow('plan')
  @FieldResolver(() => ImportFeatureConnection, {
    description:
      'Its rows as they would be imported, in the order of the file; empty once it is over.',
  })
  features(
    @Root() { row }: Import,
    @Ctx() { em }: Context,
    @Arg('action', () => ImportAction, {
      nullable: true,
      description: 'Only those of which this becomes; all unless given.',
    })
    action: ImportAction | null,
    @Arg('bbox', () => BBoxScalar, {
      nullable: true,
      description: 'Only those that touch the box; all unless given.',
    })
    bbox: unknown,
    @Arg('onlyIssues', () => Boolean, {
      nullable: true,
      description: 'Only those with something wrong; all unless given.',
    })
    onlyIssues: boolean | null,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<ImportFeature>> {
    const criteria = {
      action: action ?? undefined,
      bbox: bbox == null ? undefined : parseBBox(bbox, 'bbox'),
      onlyIssues: onlyIssues ?? false,
    };
    return findFeatures(em, row.id, criteria, parsePage(args, FEATURE_ORDER));
  }
}
