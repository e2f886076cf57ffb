import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest though they are short to read: begun last, they would leave a core with nothing to do. */
const LONG = /\/e2e\/(chaos|kill)/;

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    const others = sorted.filter((file) => !isLong(file));
    const isOfUs = ({ project }: TestSpecification) => project.name === 'e2e';
    const first = sorted.filter(isLong).sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    return [...others.filter((file) => !isOfUs(file)), ...first, ...others.filter(isOfUs)];
  }
}
