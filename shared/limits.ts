/** How long the texts are that people may write, the same on both sides. */

export interface Bounds {
  readonly least?: number;
  readonly most: number;
  readonly unit?: 'characters' | 'bytes';
}

/** How long each kind of text may be, in characters where nothing else is said; `least` where a few words are asked for. */
export const limits = {
  post: { most: 16 * 1024, unit: 'bytes' },
  /** More than a post takes, so that what was pasted waits whole to be shortened. */
  draft: { most: 40 * 1024, unit: 'bytes' },
  title: { least: 5, most: 120 },
  listingBody: { most: 4000 },
  reason: { least: 3, most: 500 },
  displayName: { most: 64 },
  forumName: { most: 60 },
  channelName: { least: 2, most: 60 },
  topic: { most: 250 },
  channelDescription: { most: 4000 },
  clusterDescription: { most: 2000 },
  emoji: { most: 16 },
  label: { most: 60 },
  searchName: { most: 80 },
  certificate: { most: 100 },
  missingInput: { most: 40 },
  fileName: { most: 120 },
  website: { most: 300 },
  password: { least: 10, most: 200 },
} as const;
