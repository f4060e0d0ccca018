/** A text as it is kept with its post: rendered, with the members and channels it names looked up. */
import type { Logger } from 'pino';
import { AppError } from '../../core/errors.ts';
import { createFairPool, type FairPool } from '../../core/fair-pool.ts';
import { workerFile } from '../../core/worker-file.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { ChannelsStore } from '../channels/channels.store.ts';
import { candidates, type Names } from './posts.markdown.rules.ts';
import { isQuick, plainly, type Rendered, render } from './posts.markdown.ts';
import type { RenderTask } from './posts.render.worker.ts';

export interface Rendering {
  html: string;
  /** Null where the text says it all by itself. */
  stored: string | null;
  /** Ids of the members it mentions; nobody mentions themselves. */
  mentions: string[];
}

export interface Renderer {
  /** @param author whose share of the threads it takes; throws `rate_limited` when they have too much waiting */
  render(text: string, author: string): Promise<Rendering>;
  close(): Promise<void>;
}

/** A text takes well under a second of a thread; this ends one that hangs all the same. */
const threadLimits = { threads: 2, waiting: 20, deadline: 3000 };

export interface RendererDeps {
  accounts: AccountsStore;
  channelsStore: ChannelsStore;
  log: Logger;
}

export function createRenderer({ accounts, channelsStore, log }: RendererDeps): Renderer {
  const pool: FairPool<RenderTask, Rendered> = createFairPool(
    workerFile(import.meta.url, 'posts.render.worker'),
    threadLimits,
  );

  async function namesIn(text: string) {
    const found = candidates(text);
    const [members, rooms] = await Promise.all([
      found.handles.length > 0 ? accounts.idsByHandle(found.handles) : new Map<string, string>(),
      found.channels.length > 0
        ? channelsStore.openBySlug(found.channels)
        : new Map<string, string>(),
    ]);
    const names: Names = { handles: new Set(members.keys()), channels: new Set(rooms.keys()) };
    return { names, members };
  }

  async function renderBeside(task: RenderTask, author: string): Promise<Rendered> {
    try {
      return await pool.run(author, task);
    } catch (error) {
      if (error instanceof AppError) throw error;
      log.warn({ err: error, author }, 'a text could not be rendered and is shown as written');
      return { html: plainly(task.text), plain: false, mentioned: [] };
    }
  }

  return {
    async render(text, author) {
      const { names, members } = await namesIn(text);
      const { html, plain, mentioned } = isQuick(text)
        ? render(text, names)
        : await renderBeside({ text, names }, author);
      const ids = new Set(mentioned.flatMap((handle) => members.get(handle) ?? []));
      ids.delete(author);
      return { html, stored: plain ? null : html, mentions: [...ids] };
    },
    close: pool.close,
  };
}
