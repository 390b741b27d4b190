import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Tests of pure functions come first, while the sample databases are filled and the pages are built, and each
 * project's files in a row, so that they can go on in the same processes.
 */
const PROJECTS = ['unit', 'e2e', 'embedded', 'native'];

/** The order of the test files: by project, and within it as Vitest has it, the longest first. */
export class Order extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ project }: TestSpecification): number => PROJECTS.indexOf(project.name);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
