import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ImportTarget } from '../imports/staged/fields.ts';
import type { ImportSettings } from '../imports/staged/settings.ts';
import { isReferenceSystem, REFERENCE_SYSTEM_WORDS } from '../systems/reference-system.ts';

/** Arguments that cannot be understood; the message says what can. */
export class UsageError extends Error {}

/** A file of a city, and what is not left to be guessed of it. */
export interface CityFile {
  readonly path: string;
  /** Kind of all facilities of the file, where it has no column for that. */
  readonly facilityKind: string | undefined;
  readonly settings: Partial<ImportSettings>;
}

/** What the command is to do. */
export interface CityArguments {
  /** In the order in which they are brought: what others lie in comes first. */
  readonly files: readonly CityFile[];
  readonly dryRun: boolean;
  /** Whether files are taken whose rows mostly lie outside of the city. */
  readonly confirmOutside: boolean;
}

/** The arguments that name files, in the order in which these are brought. */
const TARGETS = {
  regions: 'REGIONS',
  communities: 'COMMUNITIES',
  indicators: 'INDICATORS',
  grids: 'GRIDS',
  facilities: 'FACILITIES',
  residents: 'RESIDENT_CELLS',
} as const satisfies Record<string, ImportTarget>;
type Kind = keyof typeof TARGETS;

const USAGE = `npm run city:import -- [--regions FILE] [--communities FILE] [--indicators FILE]
    [--grids FILE] [--facilities [KIND=]FILE] [--residents FILE] [--system SYSTEM]
    [--create-regions] [--skip-errors] [--repair]
    [--confirm-outside] [--dry-run]
Each kind of file may be given several times.`;

/** Reads the arguments of the command. @throws UsageError */
export function readCityArguments(args: readonly string[]): CityArguments {
  const { values } = parse(args);
  const { system } = values;
  if (system !== undefined && !isReferenceSystem(system)) {
    throw new UsageError(`--system must be ${REFERENCE_SYSTEM_WORDS}.`);
  }
  const files = (Object.keys(TARGETS) as Kind[]).flatMap((kind) =>
    (values[kind] ?? []).map((given): CityFile => {
      const [facilityKind, path] = kind === 'facilities' ? splitKind(given) : [undefined, given];
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
        throw new UsageError(`--${kind}: there is no file ${path}.`);
      }
      return {
        path,
        facilityKind,
        settings: {
          target: TARGETS[kind],
          ...(system !== undefined && { system }),
          ...(kind === 'communities' && { createRegions: values['create-regions'] }),
          skipErrors: values['skip-errors'],
          repair: values.repair,
        },
      };
    }),
  );
  if (files.length === 0) throw new UsageError(`Name at least one file.\n${USAGE}`);
  return { files, dryRun: values['dry-run'], confirmOutside: values['confirm-outside'] };
}

/** `plaza=squares.csv`: all facilities of the file are of the kind; a file may have a column for that instead. */
function splitKind(given: string): [kind: string | undefined, path: string] {
  const [, kind, path] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(given) ?? [];
  return kind !== undefined && path !== undefined ? [kind, path] : [undefined, given];
}

function parse(args: readonly string[]) {
  const files = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ regions: files, communities: files, indicators: files },
        ...{ grids: files, facilities: files, residents: files },
        ...{ 'create-regions': flag, 'skip-errors': flag, repair: flag, 'dry-run': flag },
        'confirm-outside': flag,
        system: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}
