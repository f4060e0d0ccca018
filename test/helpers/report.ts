/** What the run left out, and against what it ran; said in its last lines. REQUIRE=mongodb,chromium makes a missing service fail. */

const left = new Map<string, string>();
const ran = new Map<string, string>();

const services = [
  'mongodb',
  'mongod',
  'redis',
  'haproxy',
  'chromium',
  'netns',
  'root',
  'curl',
  'codes',
] as const;
type Service = (typeof services)[number];

const required = (process.env.REQUIRE ?? '').split(',').filter(Boolean);
const unknown = required.filter((name) => !services.some((service) => service === name));
if (unknown.length > 0)
  throw new Error(`REQUIRE names ${unknown.join(', ')}; there are ${services.join(', ')}.`);

/** Leaves out what needs a service, or fails where the service is required. */
export function leaveOut(service: Service, howToGet: string): void {
  if (required.includes(service))
    throw new Error(`REQUIRE names ${service}, and there is none. ${howToGet}`);
  if (!left.has(service)) left.set(service, howToGet);
}

export function ranAgainst(service: string, what: string): void {
  ran.set(service, what);
}

process.on('exit', () => {
  for (const [service, what] of ran) console.log(`ran against ${service}: ${what}`);
  for (const [service, how] of left) console.log(`left out, for want of ${service}: ${how}`);
});
