/** Days for which a listing stays open: unless it says otherwise, and at most. */
export const runs = { offer: 14, request: 7, most: 90 } as const;

/** Hours before its end from which an author is asked whether a listing still holds. */
export const asksBefore = 48;
