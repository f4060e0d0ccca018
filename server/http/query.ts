/** Query strings → typed input, by the schema's own word. */
import type { z } from 'zod';

interface Definition {
  type: string;
  innerType?: { def: Definition };
}

/** Numbers, booleans and comma-separated lists become what the schema expects; anything else is left for it to refuse. */
export function fromQuery(
  schema: z.ZodObject,
  query: Record<string, unknown>,
): Record<string, unknown> {
  const shape = schema.shape as Record<string, { def: Definition } | undefined>;
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [
      key,
      typeof value === 'string' ? typed(kindOf(shape[key]?.def), value) : value,
    ]),
  );
}

function kindOf(definition: Definition | undefined): string | undefined {
  return definition?.innerType ? kindOf(definition.innerType.def) : definition?.type;
}

function typed(kind: string | undefined, value: string): unknown {
  if (kind === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (kind === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return kind === 'array' ? value.split(',') : value;
}
