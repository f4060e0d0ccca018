/** The feed of a saved search as Atom (RFC 4287), for readers that know no JSON Feed. */
import { type RequestHandler, Router } from 'express';
import type { Answer } from '../../shared/contract/index.ts';
import type { Dispatch } from '../core/dispatch.ts';
import { answer, callOf } from './routes.ts';

export function feedRoutes(dispatch: Dispatch, secureCookies: boolean): RequestHandler {
  const router = Router();
  router.get('/:searchId/:key.atom', async (request, response) => {
    const found = await dispatch.run(
      'search:feed',
      request.params,
      {},
      callOf(request, response, secureCookies),
    );
    if (!found.ok) return answer(response, found);
    response.type('application/atom+xml').send(await toAtom(found.data as Answer<'search:feed'>));
  });
  return router;
}

/** Text as the library takes it, for HTML, and without what no XML may hold. */
const plain = (text: string) =>
  text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

async function toAtom({
  title,
  home_page_url,
  feed_url,
  items,
}: Answer<'search:feed'>): Promise<string> {
  const self = `${feed_url.replace('/api/v1/feeds/', '/feeds/')}.atom`;
  // Fetched with the first feed: most forums start without a reader.
  const { Feed } = await import('feed');
  const newest = items.map(({ date_modified }) => date_modified).sort();
  const feed = new Feed({
    title: plain(title),
    id: self,
    link: home_page_url,
    feedLinks: { json: feed_url, atom: self },
    copyright: '',
    author: { name: plain(title) },
    updated: new Date(newest.at(-1) ?? 0),
  });
  for (const { id, url, title: name, content_text, date_published, date_modified, tags } of items)
    feed.addItem({
      id: `urn:uuid:${id}`,
      title: plain(name),
      link: url,
      description: plain(content_text),
      published: new Date(date_published),
      date: new Date(date_modified),
      category: tags.map((tag) => ({ name: tag, term: tag })),
    });
  return feed.atom1();
}
