/** One problem found in the raw data and what was done about it. */
export interface Problem {
  /** Raw file in which it stands. */
  file: string;
  /** Record within the file: its code or `_id`, with its name. */
  record: string;
  /** What kind of problem it is, in capitals. */
  code: string;
  /** What is wrong. */
  message: string;
  /** How it was handled. */
  action: string;
}

/** Collects data problems and counts while the files are built. */
export class Report {
  readonly counts: Record<string, number> = {};
  readonly problems: Problem[] = [];

  /** Records a problem of the data; problems are data, never exceptions. */
  problem(problem: Problem): void {
    this.problems.push(problem);
  }

  /** The report as a file: counts, problems per code, then one problem a line. */
  toJson(): string {
    const perCode: Record<string, number> = {};
    for (const { code } of this.problems) perCode[code] = (perCode[code] ?? 0) + 1;
    const lines = this.problems.map((problem) => `  ${JSON.stringify(problem)}`);
    return `{"counts":${JSON.stringify(this.counts)},\n"problemsPerCode":${JSON.stringify(perCode)},\n"problems":[\n${lines.join(',\n')}\n]}\n`;
  }
}
