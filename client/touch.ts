/** True where fingers write, on a keyboard whose Enter makes a line. */
export const touch = matchMedia('(pointer: coarse)').matches;
