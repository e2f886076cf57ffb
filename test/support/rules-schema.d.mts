/** The JSON Schema of a rules file, made of its types. */
export function rulesSchema(): Record<string, unknown>;
