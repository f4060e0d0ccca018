/** Which pages may talk to this server: its own only. */

export type OriginCheck = (origin: string | undefined, host: string | undefined) => boolean;

/**
 * True when there is no Origin (not a browser, or the same page), when it is that of PUBLIC_URL, or, where PUBLIC_URL was
 * left to its default, when it is the host the browser asked for.
 */
export function createOriginCheck(publicUrl: string, given: boolean): OriginCheck {
  const own = new URL(publicUrl).origin;
  return (origin, host) => {
    if (origin === undefined || origin === own) return true;
    return !given && URL.canParse(origin) && new URL(origin).host === host;
  };
}
