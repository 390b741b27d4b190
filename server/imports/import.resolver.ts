import { existsSync } from 'node:fs';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { type Connection, connectionType, mapNodes } from '../lists/connection.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import { parseImportId } from './import.input.ts';
import { Import, ImportProgress, importOf } from './import.types.ts';
import { findImports, getImport, IMPORT_ORDER } from './staged/imports.queries.ts';

const ImportConnection = connectionType(Import);

@Resolver(() => Import)
export class ImportResolver {
  @Allow('plan')
  @Query(() => Import, {
    description: 'An import. Ask again for its `progress` while it is read. @throws NOT_FOUND.',
  })
  async import(
    @Ctx() { em, importer }: Context,
    @Arg('id', () => ID, { description: 'Id, as `POST /imports` answers.' }) id: string,
  ): Promise<Import> {
    const row = await getImport(em, parseImportId(id, 'id'), 'id');
    // When the process that read it has ended, the one that has the file reads it again.
    const isOrphaned =
      row.state === 'READING' && !importer.progressOf(row.id) && (importer.alone || !row.isAlive);
    if (isOrphaned && existsSync(importer.pathOf(row.id))) importer.read(row.id);
    return importOf(row);
  }

  @Allow('plan')
  @Query(() => ImportConnection, { description: 'Imports that were not given up, newest first.' })
  async imports(
    @Ctx() { em }: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<Import>> {
    return mapNodes(await findImports(em, parsePage(args, IMPORT_ORDER)), importOf);
  }

  @Allow('plan')
  @FieldResolver(() => ImportProgress, {
    nullable: true,
    description: 'How far the work on it has come; null when there is none.',
  })
  progress(@Root() { row }: Import, @Ctx() { importer }: Context): ImportProgress | null {
    const { id, state, rowsRead, rowsExpected } = row;
    const here = importer.progressOf(id);
    if (here) return here;
    return state === 'READING' ? { phase: 'READING', done: rowsRead, total: rowsExpected } : null;
  }
}
