/** Makes a plan beside the main thread: thousands of listings take seconds, in which posts must go on. */
import { parentPort, workerData } from 'node:worker_threads';
import { allocate } from '../../../shared/exchange/plan.ts';
import type { PlanInput } from './exchange.store.ts';

const { offers, requests } = workerData as PlanInput;
parentPort?.postMessage(allocate(offers, requests));
