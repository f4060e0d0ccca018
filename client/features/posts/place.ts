/** Where a post is shown, and what the reader may do there. */

export interface Place {
  slug: string;
  /** Whether the reader may write, and whether they moderate. */
  writes: boolean;
  moderates: boolean;
  /** Inside a thread pane replies are not offered again. */
  inThread: boolean;
}
