/** Builds the command into a folder. */
export function buildCommand(outDir: string): Promise<void>;
