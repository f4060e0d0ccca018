import { expect } from 'chai';
import { readUpTo } from '../../client/features/posts/read-up-to.ts';
import { unreadAround } from '../../client/features/posts/unread-around.ts';
import type { Post } from '../../shared/contract/posts.ts';

const post = (seq: number, more: Partial<Post> = {}) =>
  ({ id: `${seq}`, seq, authorId: 'ada', ...more }) as Post;
const posts = [3, 4, 6, 7, 9].map((seq) => post(seq));
const eva = { readSeq: 3, head: 10, me: 'eva' };
const whole = { posts, from: 1, to: null };

describe('how far a stream is read', () => {
  const read = (seen: number[], window: Parameters<typeof readUpTo>[0] = whole, more = {}) =>
    readUpTo(window, { ...eva, seen: new Set(seen), ...more });

  it('goes over what was seen, with the replies in between, up to the first that was not', () => {
    expect(read([])).to.equal(3);
    expect(read([4])).to.equal(5);
    expect(read([4, 6])).to.equal(6);
    expect(read([4, 7, 9]), 'a post was jumped over').to.equal(5);
    expect(read([4, 6, 7, 9]), 'with what only threads have').to.equal(10);
  });

  it('ends where the window does while there is more below, and does not begin beyond a gap', () => {
    expect(read([4, 6, 7, 9], { posts, from: 1, to: 9 })).to.equal(9);
    expect(read([6, 7, 9], { posts: posts.slice(2), from: 6, to: null })).to.equal(3);
    expect(read([4, 6, 7, 9], { posts, from: 4, to: null })).to.equal(10);
  });

  it('needs no look at one’s own posts, nor at deleted ones', () => {
    const mine = [post(4, { authorId: 'eva' }), post(5, { deleted: { at: '', by: 'author' } })];
    expect(read([], { posts: [...mine, post(6)], from: 1, to: null })).to.equal(5);
    expect(read([], { posts: mine, from: 1, to: null })).to.equal(10);
  });
});

describe('what is not read around a view', () => {
  const around = (view: [number, number], window = whole as Parameters<typeof unreadAround>[0]) =>
    unreadAround(window, { readSeq: 3, unread: 7, head: 10, me: 'eva', view });

  it('is counted by post above and below, where everything is there', () => {
    expect(around([1, 3])).to.deep.equal({ above: 0, below: 4 });
    expect(around([6, 7])).to.deep.equal({ above: 1, below: 1 });
    expect(around([9, 9])).to.deep.equal({ above: 3, below: 0 });
  });

  it('counts what is not loaded on the side where it lies', () => {
    expect(around([3, 6], { posts, from: 1, to: 9 })).to.deep.equal({ above: 0, below: 5 });
    const later = { posts: posts.slice(2), from: 6, to: null };
    expect(around([6, 9], later)).to.deep.equal({ above: 4, below: 0 });
    expect(around([6, 9], { ...later, to: 9 })).to.deep.equal({ above: 3, below: 1 });
  });
});
