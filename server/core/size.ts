/** How much a call says. */

/** Bytes of UTF-8 in the texts of an input, however they were escaped on the way; counting ends once there are more than `most`. */
export function contentSize(input: unknown, most: number): number {
  // No recursion: what is nested a hundred thousand deep must not end the process.
  const left = [input];
  let size = 0;
  while (left.length > 0 && size <= most) {
    const value = left.pop();
    size += typeof value === 'string' ? Buffer.byteLength(value) : 1;
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    for (const [key, inside] of Object.entries(value)) {
      size += Array.isArray(value) ? 0 : key.length;
      left.push(inside);
    }
  }
  return size;
}
