import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { displayName } from '../../shared/contract/accounts.ts';
import { reason } from '../../shared/contract/define.ts';
import { operations } from '../../shared/contract/index.ts';
import { changes, terms } from '../../shared/contract/listing.ts';
import { limits } from '../../shared/limits.ts';

const inputOf = (name: string) => {
  const found = operations.find((operation) => operation.name === name);
  if (!found) throw new Error(`no operation ${name}`);
  return found.input;
};

const invisible = [
  '\u200b\u200b',
  '\u2800\u2800\u3164',
  '<!-- nothing -->',
  '\u0301\u0302\u0303',
  '&nbsp;',
];

describe('the contract', () => {
  it('takes no invisible text for a post, a title, a reason, a name or a description', () => {
    const ids = { channelId: uuid(), clientId: uuid(), postId: uuid(), clusterId: uuid() };
    const taken: [name: string, field: string, besides: Record<string, unknown>][] = [
      ['post:create', 'text', { channelId: ids.channelId, clientId: ids.clientId }],
      ['post:create', 'title', { channelId: ids.channelId, clientId: ids.clientId, text: 'x' }],
      ['post:edit', 'text', { postId: ids.postId }],
      ['post:preview', 'text', {}],
      ['channel:create', 'name', {}],
      ['channel:create', 'topic', { name: 'Masks' }],
      ['channel:create', 'description', { name: 'Masks' }],
      ['cluster:edit', 'description', { clusterId: ids.clusterId }],
      ['post:remove', 'reason', { postId: ids.postId }],
      ['listing:withdraw', 'reason', { listingId: uuid() }],
      ['search:save', 'name', { searchId: uuid() }],
    ];
    for (const [name, field, besides] of taken) {
      const input = inputOf(name);
      expect(input.safeParse({ ...besides, [field]: 'Something to say' }).error, name).to.equal(
        undefined,
      );
      for (const text of invisible) {
        const { error } = input.safeParse({ ...besides, [field]: text });
        expect(error?.issues[0]?.path, `${name} ${field} ${JSON.stringify(text)}`).to.deep.equal([
          field,
        ]);
      }
    }
    for (const text of invisible) {
      expect(terms.shape.title.safeParse(text).success).to.equal(false);
      expect(changes.shape.body.safeParse(text).success).to.equal(false);
      expect(reason.safeParse(text).success).to.equal(false);
      expect(displayName.safeParse(text).success).to.equal(false);
    }
    expect(changes.shape.body.parse(' \n')).to.equal('');
  });

  it('takes no sign that deceives in a name or a title, and says which kind it is', () => {
    const ids = { channelId: uuid(), clientId: uuid(), postId: uuid() };
    const taken: [name: string, field: string, besides: Record<string, unknown>][] = [
      ['post:create', 'title', { channelId: ids.channelId, clientId: ids.clientId, text: 'x' }],
      ['post:edit', 'title', { postId: ids.postId, text: 'x' }],
      ['channel:create', 'name', {}],
      ['channel:edit', 'name', { channelId: ids.channelId }],
      ['account:edit', 'name', {}],
      ['bot:create', 'name', {}],
      ['forum:edit', 'name', {}],
    ];
    for (const [name, field, besides] of taken)
      for (const [text, problem] of [
        ['Masks \u202e021', 'invisible'],
        ['Ma\u200bsks', 'invisible'],
        ['Masks\u0000 here', 'invisible'],
        ['M\u0337\u0322\u031b\u0317asks', 'marks'],
        ['Mаsks', 'lookalike'],
      ]) {
        const { error } = inputOf(name).safeParse({ ...besides, [field]: text });
        const params = error?.issues[0] && 'params' in error.issues[0] && error.issues[0].params;
        expect(params, `${name} ${JSON.stringify(text)}`).to.deep.equal({ problem });
      }
    expect(terms.shape.title.safeParse('Masks \u202e021').success).to.equal(false);
  });

  it('takes one key of a page: before, after or around', () => {
    for (const [name, ids] of [
      ['post:list', { channelId: uuid() }],
      ['thread:open', { postId: uuid() }],
    ] as const) {
      for (const key of ['before', 'after', 'around'])
        expect(inputOf(name).safeParse({ ...ids, [key]: 7 }).success, `${name} ${key}`).to.equal(
          true,
        );
      for (const [first, second] of [
        ['before', 'after'],
        ['before', 'around'],
        ['after', 'around'],
      ] as const) {
        const { error } = inputOf(name).safeParse({ ...ids, [first]: 7, [second]: 9 });
        expect(error?.issues, `${name} ${first} ${second}`).to.have.length(1);
        expect(error?.issues[0]?.path).to.deep.equal([second]);
      }
    }
  });

  it('counts characters, not UTF-16 units', () => {
    expect(displayName.safeParse('𐐀'.repeat(limits.displayName.most)).success).to.equal(true);
    expect(reason.safeParse('😀'.repeat(limits.reason.most)).success).to.equal(true);
    expect(reason.safeParse('😀'.repeat(limits.reason.most + 1)).success).to.equal(false);
  });

  it('takes a time with any offset, and keeps it as UTC', () => {
    const { expiresAt } = changes.shape;
    expect(expiresAt.parse('2026-12-05T10:00:00+00:00')).to.equal('2026-12-05T10:00:00.000Z');
    expect(expiresAt.parse('2026-12-05T10:00:00.5-02:30')).to.equal('2026-12-05T12:30:00.500Z');
    expect(expiresAt.parse('2026-12-05T10:00:00Z')).to.equal('2026-12-05T10:00:00.000Z');
    for (const wrong of ['2026-12-05', '2026-12-05T10:00:00', '2026-13-05T10:00:00Z', 'soon'])
      expect(expiresAt.safeParse(wrong).success, wrong).to.equal(false);
  });
});
