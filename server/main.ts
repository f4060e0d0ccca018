/** Start and stop. */
import { startApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';

try {
  const config = readConfig(process.env);
  const starting = startApp(config);
  let stopping = false;
  // A signal that arrives during the start ends the server as soon as it has started.
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    const app = await starting;
    await app.drain();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const app = await starting;
  console.log(`${await app.services.forum.name()} is ready: ${config.publicUrl}`);
  const link = await app.services.accounts.administratorLink();
  if (link)
    console.log(
      `\nThere is no administrator yet. Open this link to become one; it works once:\n\n  ${link}\n`,
    );
} catch (error) {
  console.error(
    error instanceof ConfigError ? error.message : explain(error as Error & { code?: string }),
  );
  process.exit(1);
}

function explain(error: Error & { code?: string }): string {
  if (error.code === 'EADDRINUSE')
    return 'PORT: another program already listens there; choose another port.';
  return `Muster could not start. ${error.message}`;
}
