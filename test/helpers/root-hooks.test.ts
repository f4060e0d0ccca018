/** Ends what the run started. */
import { stopSharedMongo } from './adapters.ts';

after(stopSharedMongo);
