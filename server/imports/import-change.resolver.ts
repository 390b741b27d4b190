import { existsSync } from 'node:fs';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { Coverage } from '../../db/entities/coverage.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { type CoverageRow, findCoverages } from '../coverage/coverage.queries.ts';
import { ConflictError } from '../shared/errors.ts';
import { commitImport } from './commit/commit.queries.ts';
import type { ImportOutcome } from './commit/outcome.ts';
import { undoImport } from './commit/undo.queries.ts';
import {
  CommitImportInput,
  ConfigureImportInput,
  changesOnlySkipErrors,
  parseImportId,
  parseSettings,
  UndoImportInput,
} from './import.input.ts';
import { Import, importOf } from './import.types.ts';
import {
  authorOf,
  discardImports,
  getImport,
  restartReading,
  updateSkipErrors,
} from './staged/imports.queries.ts';

@ObjectType({ description: 'What committing or undoing an import did.' })
class ImportPayload {
  @Field(() => String, {
    description: 'The data version that it made; the one before if nothing had to be written.',
  })
  dataVersion!: string;
}

@Resolver(() => Import)
export class ImportChangeResolver {
  @Allow('plan')
  @Mutation(() => Import, {
    description:
      'Says how a file is to be read, and has it read again; with nothing but id and version, as it is, which brings the preview up to date. @throws NOT_FOUND, BAD_USER_INPUT, CONFLICT when it was read again since, is over, or its file is not here.',
  })
  async configureImport(
    @Ctx() { em, importer }: Context,
    @Arg('input', () => ConfigureImportInput, { description: 'How to read it.' })
    input: ConfigureImportInput,
  ): Promise<Import> {
    const id = parseImportId(input.id, 'input.id');
    const current = await getImport(em, id, 'input.id');
    const { version, state } = current;
    const settings = parseSettings(input, current.settings, current.file?.columns ?? []);
    if (changesOnlySkipErrors(input) && state === 'READY' && version === input.version) {
      await updateSkipErrors(em, id, settings.skipErrors ?? false);
      return importOf(await getImport(em, id, 'input.id'));
    }
    if (!existsSync(importer.pathOf(id))) {
      throw new ConflictError(
        'input.id',
        'input.id: the file is not here any more; bring it again.',
      );
    }
    if (!(await restartReading(em, { id, version: input.version }, settings))) {
      throw new ConflictError(
        'input.version',
        `input.version: the import is ${state}, at version ${version}; look at it again.`,
        { currentVersion: version },
      );
    }
    importer.read(id);
    return importOf(await getImport(em, id, 'input.id'));
  }

  @Allow('plan')
  @Mutation(() => ImportPayload, {
    description:
      'Writes an import as a whole or not at all; coverage is judged anew before this returns. @throws NOT_FOUND; BAD_USER_INPUT when the system is not that of the preview, or rows have errors and `skipErrors` is not set; CONFLICT when it is not ready, or with `conflicts` when features have changed since the preview: read it again then.',
  })
  async commitImport(
    @Ctx() { em, viewer, importer }: Context,
    @Arg('input', () => CommitImportInput, { description: 'What to commit.' })
    { version, system, confirmOutside, ...input }: CommitImportInput,
  ): Promise<ImportOutcome> {
    const id = parseImportId(input.id, 'input.id');
    const author = authorOf(viewer);
    const outcome = await importer.follow(id, 'COMMITTING', (onProgress) =>
      commitImport(
        em,
        author,
        { id, version, system, confirmOutside: confirmOutside ?? false },
        onProgress,
      ),
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
      undoImport(em, authorOf(viewer), { id, leaveChanged }),
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
  ): Promise<Import> {
    const local = parseImportId(id, 'id');
    const { state } = await getImport(em, local, 'id');
    const [discarded] = await discardImports(em, { id: local });
    if (discarded === undefined) {
      throw new ConflictError('id', `id: the import is ${state}; undo it if it is committed.`);
    }
    await importer.clear(local);
    return importOf(await getImport(em, local, 'id'));
  }
}

@Resolver(() => ImportPayload)
export class ImportPayloadResolver {
  @Allow('plan')
  @FieldResolver(() => Import, { description: 'The import as it is now.' })
  async import(@Root() { importId }: ImportOutcome, @Ctx() { em }: Context): Promise<Import> {
    return importOf(await getImport(em, importId, 'input.id'));
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
