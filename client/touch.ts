/** True where fingers write, on a keyboard whose Enter makes a line. */
export const touch = matchMedia('(pointer: coarse)').matches;

/** Matches where one of rail, stream and pane fills the screen, as on a phone. */
export const narrow = matchMedia('(max-width: 699px)');
