/** Ends what the run started. */
import { stopSharedMongo } from './adapters.ts';
import { stopSharedBrowser } from './browser.ts';

after(async () => {
  await stopSharedBrowser();
  await stopSharedMongo();
});
