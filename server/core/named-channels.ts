/** Channels that callers name by their slugs: they become ids before anything else reads the input. */
import { z } from 'zod';
import { channelId, isId } from '../../shared/contract/define.ts';

/** Whether a field names a channel, or a list of them. */
function namesChannels(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return namesChannels(schema.def.innerType);
  return schema instanceof z.ZodArray ? namesChannels(schema.element) : schema === channelId;
}

const found = new Map<z.ZodObject, string[]>();

/** The fields of an input that name channels. */
function fieldsOf(input: z.ZodObject): string[] {
  const known = found.get(input);
  if (known) return known;
  const shape: Record<string, z.core.$ZodType> = input.shape;
  const fields = Object.entries(shape).flatMap(([field, schema]) =>
    namesChannels(schema) ? [field] : [],
  );
  found.set(input, fields);
  return fields;
}

/**
 * An input as parsed, with the id of every channel that it names. A slug that the caller may not see stays as it is, and
 * is as unknown as an id that nothing has.
 * @param idOf the id of the channel with a slug, null where the caller may see none
 */
export async function withIds(
  schema: z.ZodObject,
  input: Record<string, unknown>,
  idOf: (slug: string) => Promise<string | null>,
): Promise<Record<string, unknown>> {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return input;
  const named = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(named));
    return typeof value === 'string' && !isId(value) ? ((await idOf(value)) ?? value) : value;
  };
  const ids = fields.map(async (field) => [field, await named(input[field])] as const);
  return { ...input, ...Object.fromEntries(await Promise.all(ids)) };
}
