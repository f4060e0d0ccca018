/** What the run left out, and against what it ran; said in its last lines. REQUIRE=mongodb,chromium makes a missing service fail. */

const left = new Map<string, string>();
const ran = new Map<string, string>();

export const required = (service: string) =>
  (process.env.REQUIRE ?? '').split(',').includes(service);

/** Leaves out what needs a service, or fails where the service is required. */
export function leaveOut(service: string, howToGet: string): void {
  if (required(service))
    throw new Error(`REQUIRE names ${service}, and there is none. ${howToGet}`);
  left.set(service, howToGet);
}

export function ranAgainst(service: string, what: string): void {
  ran.set(service, what);
}

process.on('exit', () => {
  for (const [service, what] of ran) console.log(`ran against ${service}: ${what}`);
  for (const [service, how] of left) console.log(`left out, for want of ${service}: ${how}`);
});
