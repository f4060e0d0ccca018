/** The port under which the settings of the forum are kept. Every method is atomic. */
import type { ForumSettings } from '../../../shared/contract/forum.ts';

/** A setting as it stands in an archive. */
export interface SettingRecord {
  name: string;
  value: string;
}

export interface ForumStore {
  /** The settings that were ever set. */
  settings(): Promise<Partial<ForumSettings>>;
  /** Sets some of them; the others stay. */
  save(patch: Partial<ForumSettings>): Promise<void>;
}

/** Settings out of their records. */
export const toSettings = (records: readonly SettingRecord[]): Partial<ForumSettings> =>
  Object.fromEntries(records.map(({ name, value }) => [name, value]));

/** The records of settings. */
export const toRecords = (settings: Partial<ForumSettings>): SettingRecord[] =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));
