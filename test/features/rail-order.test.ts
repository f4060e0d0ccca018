import { expect } from 'chai';
import { inLists } from '../../client/features/channels/rail-order.ts';
import type { Listed } from '../../shared/contract/channels.ts';

const listed = (
  name: string,
  { kind = 'open' as 'open' | 'private', starred = false, activeAt = '2026-01-01T00:00:00Z' } = {},
): Listed => ({
  channel: { id: name, slug: name, name, emoji: '', kind, archivedAt: null },
  head: { rev: 0, seq: 0 },
  activeAt,
  membership: { readSeq: 0, moderator: false, starred },
  mentions: 0,
  mentionedIn: [],
  deleted: [],
});
const names = (rows: Listed[]) => rows.map(({ channel }) => channel.name);

describe('the order of the rail', () => {
  it('is by name, as the language sorts it and with numbers as numbers, whatever was posted last', () => {
    const rows = [
      listed('Zwischenlager'),
      listed('Ärzte'),
      listed('Lot 10', { activeAt: '2026-03-01T00:00:00Z' }),
      listed('Lot 9'),
      listed('air freight'),
    ];
    const order = ['air freight', 'Ärzte', 'Lot 9', 'Lot 10', 'Zwischenlager'];
    expect(names(inLists(rows, 'de').open)).to.deep.equal(order);
    expect(names(inLists([...rows].reverse(), 'de').open)).to.deep.equal(order);
    const swedish = inLists([listed('Ärzte'), listed('Zwischenlager')], 'sv');
    expect(names(swedish.open)).to.deep.equal(['Zwischenlager', 'Ärzte']);
  });

  it('has what is starred on top, open or private, and private channels for themselves', () => {
    const lists = inLists(
      [
        listed('Masks'),
        listed('Board', { kind: 'private' }),
        listed('Crisis', { kind: 'private', starred: true }),
        listed('Alerts', { starred: true }),
      ],
      'en',
    );
    expect(names(lists.starred)).to.deep.equal(['Alerts', 'Crisis']);
    expect(names(lists.open)).to.deep.equal(['Masks']);
    expect(names(lists.private)).to.deep.equal(['Board']);
  });

  it('is the same for channels of one name', () => {
    const one = { ...listed('Masks'), channel: { ...listed('Masks').channel, id: 'a' } };
    const two = { ...listed('Masks'), channel: { ...listed('Masks').channel, id: 'b' } };
    for (const rows of [
      [one, two],
      [two, one],
    ])
      expect(inLists(rows, 'en').open.map(({ channel }) => channel.id)).to.deep.equal(['a', 'b']);
  });
});
