/** Parts of addresses as people read them. */

/** What a part of an address says; one that is not well encoded, such as `100%`, says itself. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
