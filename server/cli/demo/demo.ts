/** Starts a forum that is already two weeks old, in a folder of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { demoPassword, seed } from './seed.ts';

const config = readConfig({
  ...process.env,
  DATA_DIR: join(process.env.DATA_DIR ?? 'data', 'demo'),
  MONGODB_URL: '',
});
const fresh = !existsSync(join(config.dataDir, 'muster.db'));
const app = await startApp(config);
if (fresh) await seed(app.services, app.stores);
console.log(`The demonstration is ready: ${config.publicUrl}

  administrator   admin@muster.example    ${demoPassword}
  member          member@muster.example   ${demoPassword}
`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void app.stop().then(() => process.exit(0)));
