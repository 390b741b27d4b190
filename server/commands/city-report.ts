import type { BroughtFile, Obstacle } from '../imports/bring-file.ts';

/** What is told of a file on the terminal, and whether it is in the hub now. */
export interface Told {
  readonly isIn: boolean;
  readonly lines: readonly string[];
}

/** What to do about what keeps a file from being committed. */
const REMEDIES: Readonly<Record<Obstacle, string>> = {
  UNREADABLE: 'Not imported: the file cannot be read.',
  SYSTEM:
    'Not imported: the file does not say in which reference system its coordinates are. Look where they come from, and say it by --system (WGS84, CGCS2000, GCJ02, BD09 or EPSG:n).',
  OUTSIDE:
    'Not imported: see MOSTLY_OUTSIDE or SHIFTED above. Give the reference system by --system, or confirm by --confirm-outside.',
  ERRORS:
    'Not imported: correct the rows above in the file, or leave them out by --skip-errors. Regions that are missing are made by --create-regions.',
};

/** Tells what became of a file: how it was read, its rows, and what is wrong with them. */
export function describeFile(
  path: string,
  { read, issues, examples, obstacle, outcome }: BroughtFile,
  { dryRun, seconds }: { readonly dryRun: boolean; readonly seconds: number },
): Told {
  const { settings, guess, counts, problem, file } = read;
  const columns = settings.mapping?.map(
    ({ field, column, value }) => `${field}=${column ?? `"${value}"`}`,
  );
  const lines = [
    `${path}: ${settings.target ?? '?'}, ${file?.format ?? '?'}, ${settings.system ?? 'no system'}${guess ? ` (${guess.reason})` : ''}`,
    ...(columns && columns.length > 0 ? [`  columns: ${columns.join(', ')}`] : []),
    ...(problem
      ? [`  ${problem.row === null ? '' : `row ${problem.row}: `}${problem.message}`]
      : []),
    ...(counts.create === undefined
      ? []
      : [
          `  rows: ${counts.create} new, ${counts.update} changed, ${counts.same} the same, ${counts.skip} left out`,
        ]),
    ...issues.map(({ code, severity, count }) => {
      const example = examples.find((each) => each.code === code);
      const at = example?.row == null ? '' : `row ${example.row}: `;
      return `  ${severity.toLowerCase()} ${code} × ${count}${example ? `, such as ${at}${example.message}` : ''}`;
    }),
    ...(obstacle ? [`  ${REMEDIES[obstacle]}`] : []),
    ...(outcome
      ? [
          `  Imported in ${seconds.toFixed(1)} s: data version ${outcome.dataVersion}, ${outcome.changedCommunityIds.length} communities judged otherwise than before.`,
        ]
      : []),
    ...(dryRun && !obstacle ? ['  Could be imported; nothing was written (--dry-run).'] : []),
  ];
  return { isIn: obstacle === undefined, lines };
}
