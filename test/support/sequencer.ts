import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest though they are short to read: begun last, they would leave a core with nothing to do. */
const LONG = /\/(e2e\/(chaos|engines|kill)|sim\/)/;

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    const first = sorted.filter(isLong).sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    return [...first, ...sorted.filter((file) => !isLong(file))];
  }
}
