export function typeOf(schema: unknown): string;
export function declarations(schema: { definitions: Record<string, unknown> }): string;
