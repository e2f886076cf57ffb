/** The JSON Schema of a flows file, made of its types. */
export function flowsSchema(): Record<string, unknown>;
