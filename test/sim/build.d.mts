export function buildSimulator(outDir: string): Promise<void>;
