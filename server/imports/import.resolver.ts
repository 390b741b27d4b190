import { existsSync } from 'node:fs';
import type { Geometry, Position } from 'geojson';
import { GraphQLJSONObject } from 'graphql-scalars';
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Coverage } from '../../db/entities/coverage.ts';
import { Import } from '../../db/entities/import.ts';
import { Allow } from '../auth/policy.ts';
import { statedErrorMeters } from '../coordinates/reference-system.ts';
import { type CoverageRow, findCoverages } from '../coverage/coverage.queries.ts';
import { type Connection, connectionType } from '../shared/connection.ts';
import type { Context } from '../shared/context.ts';
import { ConflictError } from '../shared/errors.ts';
import { type BBox, parseBBox } from '../shared/geo-input.ts';
import { globalId } from '../shared/ids.ts';
import { PageArgs, parsePage } from '../shared/page.ts';
import { BBoxScalar, PositionScalar } from '../shared/scalars.ts';
import { commitImport, type ImportOutcome, undoImport } from './commit.queries.ts';
import { ImportTarget } from './fields.ts';
import {
  CommitImportInput,
  ConfigureImportInput,
  parseImportId,
  parseSettings,
  UndoImportInput,
} from './import.input.ts';
import {
  ImportAction,
  ImportCountsInfo,
  ImportFeature,
  ImportIssue,
  ImportIssueCount,
  ImportMapping,
  ImportProblemInfo,
  ImportProgress,
  SystemGuessInfo,
} from './import.types.ts';
import {
  discardImports,
  findImports,
  getImport,
  IMPORT_ORDER,
  type ImportRow,
  importerOf,
  keepSkipErrors,
  readAgain,
} from './imports.queries.ts';
import { fixOf, type Issue, IssueCode, IssueFix, messageOf } from './issues.ts';
import {
  countIssues,
  FEATURE_ORDER,
  findFeatures,
  findIssues,
  ISSUE_ORDER,
  type IssueRow,
  stagedBox,
} from './preview.queries.ts';

const ImportConnection = connectionType(Import);
const ImportIssueConnection = connectionType(ImportIssue);
const ImportFeatureConnection = connectionType(ImportFeature);

@ObjectType({ description: 'What committing or undoing an import did.' })
export class ImportPayload {
  @Field(() => String, {
    description: 'The data version that it made; the one before if nothing had to be written.',
  })
  dataVersion!: string;
}

@Resolver(() => Import)
export class ImportResolver {
  @Allow('plan')
  @Query(() => Import, {
    description: 'An import. Ask again for its `progress` while it is read. @throws NOT_FOUND.',
  })
  async import(
    @Ctx() { em, importer }: Context,
    @Arg('id', () => ID, { description: 'Id, as `POST /imports` answers.' }) id: string,
  ): Promise<ImportRow> {
    const found = await getImport(em, parseImportId(id, 'id'), 'id');
    // Whoever read it has died: whoever has the file reads it again.
    const isLost =
      found.state === 'READING' &&
      !importer.progressOf(found.id) &&
      (importer.alone || !found.isAlive);
    if (isLost && existsSync(importer.pathOf(found.id))) importer.read(found.id);
    return found;
  }

  @Allow('plan')
  @Query(() => ImportConnection, { description: 'Imports that were not given up, newest first.' })
  imports(
    @Ctx() { em }: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<ImportRow>> {
    return findImports(em, parsePage(args, IMPORT_ORDER));
  }

  @Allow('plan')
  @Mutation(() => Import, {
    description:
      'Says how a file is to be read, and has it read again; with nothing but id and version, as it is, which brings the preview up to date. @throws NOT_FOUND, BAD_USER_INPUT, CONFLICT when it was read again since, is over, or its file is not here.',
  })
  async configureImport(
    @Ctx() { em, importer }: Context,
    @Arg('input', () => ConfigureImportInput, { description: 'How to read it.' })
    input: ConfigureImportInput,
  ): Promise<ImportRow> {
    const id = parseImportId(input.id, 'input.id');
    const { version, settings, file, state } = await getImport(em, id, 'input.id');
    const wanted = parseSettings(input, settings, file?.columns ?? []);
    const { id: _id, version: _version, skipErrors, ...rest } = input;
    const onlySkips = skipErrors != null && Object.values(rest).every((value) => value == null);
    if (onlySkips && state === 'READY' && version === input.version) {
      await keepSkipErrors(em, id, skipErrors);
      return getImport(em, id, 'input.id');
    }
    if (!existsSync(importer.pathOf(id))) {
      throw new ConflictError(
        'input.id',
        'input.id: the file is not here any more; bring it again.',
      );
    }
    if (!(await readAgain(em, { id, version: input.version }, wanted))) {
      throw new ConflictError(
        'input.version',
        `input.version: the import is ${state}, at version ${version}; look at it again.`,
        { currentVersion: version },
      );
    }
    importer.read(id);
    return getImport(em, id, 'input.id');
  }

  @Allow('plan')
  @Mutation(() => ImportPayload, {
    description:
      'Writes an import as a whole or not at all; coverage is judged anew before this returns. @throws NOT_FOUND; BAD_USER_INPUT when the system is not that of the preview, or rows have errors and `skipErrors` is not set; CONFLICT when it is not ready, or with `conflicts` when features have changed since the preview: read it again then.',
  })
  async commitImport(
    @Ctx() { em, viewer, importer }: Context,
    @Arg('input', () => CommitImportInput, { description: 'What to commit.' })
    { version, system, ...input }: CommitImportInput,
  ): Promise<ImportOutcome> {
    const id = parseImportId(input.id, 'input.id');
    const author = importerOf(viewer);
    const outcome = await importer.follow(id, 'COMMITTING', (onProgress) =>
      commitImport(em, author, { id, version, system }, onProgress),
    );
    await importer.clear(id);
    return outcome;
  }

  @Allow('plan')
  @Mutation(() => ImportPayload, {
    description:
      'Takes back all that an import changed; coverage is judged anew before this returns. Facilities that it created are retired, as their history stays. @throws NOT_FOUND; CONFLICT when it is not committed, or with `conflicts` when features were changed since: `leaveChanged` leaves those.',
  })
  undoImport(
    @Ctx() { em, viewer, importer }: Context,
    @Arg('input', () => UndoImportInput, { description: 'What to take back.' })
    input: UndoImportInput,
  ): Promise<ImportOutcome> {
    const id = parseImportId(input.id, 'input.id');
    const leaveChanged = input.leaveChanged ?? false;
    return importer.follow(id, 'UNDOING', () =>
      undoImport(em, importerOf(viewer), { id, leaveChanged }),
    );
  }

  @Allow('plan')
  @Mutation(() => Import, {
    description:
      'Gives an import up that is not committed; its file and rows go. @throws NOT_FOUND, CONFLICT.',
  })
  async discardImport(
    @Ctx() { em, importer }: Context,
    @Arg('id', () => ID, { description: 'The import.' }) id: string,
  ): Promise<ImportRow> {
    const local = parseImportId(id, 'id');
    const { state } = await getImport(em, local, 'id');
    const [discarded] = await discardImports(em, { id: local });
    if (discarded === undefined) {
      throw new ConflictError('id', `id: the import is ${state}; undo it if it is committed.`);
    }
    await importer.clear(local);
    return getImport(em, local, 'id');
  }

  @Allow('plan')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: ImportRow): string {
    return globalId('import', id);
  }

  @Allow('plan')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The data version that committing it made; null before.',
  })
  dataVersion(@Root() { dataVersion }: ImportRow): string | null {
    return dataVersion;
  }

  @Allow('plan')
  @FieldResolver(() => ImportProgress, {
    nullable: true,
    description: 'How far the work on it has come; null when there is none.',
  })
  progress(
    @Root() { id, state, rowsRead, rowsExpected }: ImportRow,
    @Ctx() { importer }: Context,
  ): ImportProgress | null {
    const here = importer.progressOf(id);
    if (here) return here;
    return state === 'READING' ? { phase: 'READING', done: rowsRead, total: rowsExpected } : null;
  }

  @Allow('plan')
  @FieldResolver(() => String, { nullable: true, description: 'Format of the file, once known.' })
  format(@Root() { file }: ImportRow): string | null {
    return file?.format ?? null;
  }

  @Allow('plan')
  @FieldResolver(() => [String], { description: 'Columns of the file.' })
  columns(@Root() { file }: ImportRow): readonly string[] {
    return file?.columns ?? [];
  }

  @Allow('plan')
  @FieldResolver(() => [String], { description: 'Layers of the file; empty without layers.' })
  layers(@Root() { file }: ImportRow): readonly string[] {
    return file?.layers ?? [];
  }

  @Allow('plan')
  @FieldResolver(() => String, { nullable: true, description: 'Layer that is read.' })
  layer(@Root() { file }: ImportRow): string | null {
    return file?.layer ?? null;
  }

  @Allow('plan')
  @FieldResolver(() => String, { nullable: true, description: 'How its texts are encoded.' })
  encoding(@Root() { file }: ImportRow): string | null {
    return file?.encoding ?? null;
  }

  @Allow('plan')
  @FieldResolver(() => ImportTarget, { nullable: true, description: 'What it is imported as.' })
  target(@Root() { settings }: ImportRow): ImportTarget | null {
    return settings.target ?? null;
  }

  @Allow('plan')
  @FieldResolver(() => [ImportMapping], { description: 'What its columns mean.' })
  mapping(@Root() { settings }: ImportRow): readonly ImportMapping[] {
    return settings.mapping ?? [];
  }

  @Allow('plan')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Reference system that it is read by.',
  })
  system(@Root() { settings }: ImportRow): string | null {
    return settings.system ?? null;
  }

  @Allow('plan')
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'How far a place may be off by converting it from that system to WGS 84, at most, in meters.',
  })
  statedErrorMeters(@Root() { settings }: ImportRow): number | null {
    return settings.system ? statedErrorMeters(settings.system) : null;
  }

  @Allow('plan')
  @FieldResolver(() => SystemGuessInfo, {
    nullable: true,
    description: 'The reference system that it most likely has, and why.',
  })
  systemGuess(@Root() { guess }: ImportRow): ImportRow['guess'] {
    return guess;
  }

  @Allow('plan')
  @FieldResolver(() => Boolean, { description: 'Whether latitude or northing comes first in it.' })
  swapAxes(@Root() { settings }: ImportRow): boolean {
    return settings.swapAxes ?? false;
  }

  @Allow('plan')
  @FieldResolver(() => Boolean, { description: 'Whether invalid polygons are repaired.' })
  repair(@Root() { settings }: ImportRow): boolean {
    return settings.repair ?? false;
  }

  @Allow('plan')
  @FieldResolver(() => Boolean, { description: 'Whether rows with errors are left out.' })
  skipErrors(@Root() { settings }: ImportRow): boolean {
    return settings.skipErrors ?? false;
  }

  @Allow('plan')
  @FieldResolver(() => ImportProblemInfo, {
    nullable: true,
    description: 'Why the file could not be read; null when it could.',
  })
  problem(@Root() { problem }: ImportRow): ImportRow['problem'] {
    return problem;
  }

  @Allow('plan')
  @FieldResolver(() => ImportCountsInfo, {
    nullable: true,
    description: 'Rows by what becomes, or became, of them; null until that is known.',
  })
  counts(@Root() { counts }: ImportRow): ImportRow['counts'] | null {
    return counts.create === undefined ? null : counts;
  }

  @Allow('plan')
  @FieldResolver(() => BBoxScalar, {
    nullable: true,
    description: 'Bounding box of its rows; null when none has a place, or it is over.',
  })
  bbox(@Root() { id }: ImportRow, @Ctx() { em }: Context): Promise<BBox | null> {
    return stagedBox(em, id);
  }

  @Allow('plan')
  @FieldResolver(() => [ImportIssueCount], {
    description: 'How often what is wrong, errors first; empty once it is over.',
  })
  issueCounts(@Root() { id }: ImportRow, @Ctx() { em }: Context): Promise<ImportIssueCount[]> {
    return countIssues(em, id);
  }

  @Allow('plan')
  @FieldResolver(() => ImportIssueConnection, {
    description: 'What is wrong, by row; empty once it is over.',
  })
  issues(
    @Root() { id }: ImportRow,
    @Ctx() { em }: Context,
    @Arg('code', () => IssueCode, { nullable: true, description: 'Only these; all unless given.' })
    code: IssueCode | null,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<IssueRow>> {
    return findIssues(em, id, code ?? undefined, parsePage(args, ISSUE_ORDER));
  }

  @Allow('plan')
  @FieldResolver(() => ImportFeatureConnection, {
    description:
      'Its rows as they would be imported, in the order of the file; empty once it is over.',
  })
  features(
    @Root() { id }: ImportRow,
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
    return findFeatures(em, id, criteria, parsePage(args, FEATURE_ORDER));
  }
}

@Resolver(() => ImportIssue)
export class ImportIssueResolver {
  @Allow('plan')
  @FieldResolver(() => String, { description: 'What is wrong, in an English sentence.' })
  message(@Root() issue: Issue): string {
    return messageOf(issue);
  }

  @Allow('plan')
  @FieldResolver(() => IssueFix, { description: 'What may put it right.' })
  suggestedFix(@Root() issue: Issue): IssueFix {
    return fixOf(issue);
  }

  @Allow('plan')
  @FieldResolver(() => PositionScalar, {
    nullable: true,
    description: 'Where the row lies; null when it has no place.',
  })
  location(@Root() { location }: IssueRow): Position | null {
    return location;
  }
}

@Resolver(() => ImportFeature)
export class ImportFeatureResolver {
  @Allow('plan')
  @FieldResolver(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'Where it would lie: GeoJSON, degrees on WGS 84. It may be invalid, which is then an issue.',
  })
  geometry(@Root() { geometry }: ImportFeature): Geometry | null {
    return geometry;
  }
}

@Resolver(() => ImportPayload)
export class ImportPayloadResolver {
  @Allow('plan')
  @FieldResolver(() => Import, { description: 'The import as it is now.' })
  import(@Root() { importId }: ImportOutcome, @Ctx() { em }: Context): Promise<ImportRow> {
    return getImport(em, importId, 'input.id');
  }

  @Allow('plan')
  @FieldResolver(() => [Coverage], {
    description: 'The coverage, by all rules, of the communities for which it made a difference.',
  })
  changedCoverage(
    @Root() { changedCommunityIds }: ImportOutcome,
    @Ctx() { em }: Context,
  ): Promise<CoverageRow[]> {
    return findCoverages(em, changedCommunityIds);
  }
}
