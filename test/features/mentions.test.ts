import { expect } from 'chai';
import { beginningAt } from '../../client/features/posts/completion-word.ts';
import { candidates } from '../../server/features/posts/posts.markdown.rules.ts';
import { render } from '../../server/features/posts/posts.markdown.ts';
import { isEmoji, sameEmoji } from '../../shared/emoji.ts';

const names = { handles: new Set(['max', 'j', 'd', 'ada-m']), channels: new Set(['news']) };

describe('a mention', () => {
  it('is a word of its own', () => {
    for (const [text, ...handles] of [
      ['@max', 'max'],
      ['thanks @Max, @J!', 'max', 'j'],
      ['(@ada-m)', 'ada-m'],
      ['**@max**', 'max'],
      ['ask @max.', 'max'],
      ['@max’s offer', 'max'],
      ['谢谢@max你好', 'max'],
      ['@max님', 'max'],
      ['你好@max', 'max'],
      ['你好，@max，谢谢', 'max'],
      ['サーバー@maxさん', 'max'],
      ['か\u3099@max', 'max'],
      ['ขอบคุณค่ะ@maxครับ', 'max'],
      ['ຂອບໃຈ@max', 'max'],
      ['អរគុណ@max', 'max'],
      ['你好#news @j', 'j'],
      ['*one*\n@j\n> @max', 'j', 'max'],
    ] as const)
      expect(render(text, names).mentioned, text).to.deep.equal(handles);
  });

  it('is no part of a longer name, of an address, of a link or of code', () => {
    for (const text of [
      '@max.mustermann',
      '@max_power',
      '@max\\_power',
      '**@max**power',
      '@max-power',
      '@max@social.example',
      '@max:matrix.example',
      '@max/core',
      'grüß@max.example',
      'иван@max',
      '@Jürgen',
      '@Ju\u0308rgen',
      '@d’Angelo',
      '@@max',
      '\\@max',
      'https://example.eu/@max',
      'example.eu/@max',
      'user=@max',
      '[@max](https://example.eu)',
      '`@max`',
      '```\n@max\n```',
      '    @max',
    ]) {
      const { mentioned, html } = render(`${text}\n\n*x*`, names);
      expect(mentioned, text).to.deep.equal([]);
      expect(html, text).not.to.include('class="mention"');
    }
  });

  it('is looked up under every name that it may be', () => {
    expect(candidates('@Ada-M and #News, @max_power, a@j')).to.deep.equal({
      handles: ['ada-m'],
      channels: ['news'],
    });
  });
});

describe('the completion of a name', () => {
  const before =
    ' |(|„|«|-|“|*|，|。|你好|サーバー|か\u3099|ขอบคุณค่ะ|ຂອບໃຈ|អរគុណ|ကျေးဇူး|철수|grüß|me|иван|7|_|/|=|@|ü\u0308';
  for (const sign of ['@', '#'] as const)
    it(`is offered after ${sign} wherever the name would be one, and nowhere else`, () => {
      const name = sign === '@' ? 'max' : 'news';
      for (const beside of ['', ...before.split('|')]) {
        const written = `${beside}${sign}${name}`;
        const named = render(written, names).html.includes(`>${sign}${name}</a>`);
        for (const length of [0, 1, name.length]) {
          const caret = written.length - name.length + length;
          expect(beginningAt(written, caret)?.word, written).to.equal(
            named ? name.slice(0, length) : undefined,
          );
        }
      }
    });

  it('is offered after the words of Chinese, Japanese and Thai, and in no address', () => {
    for (const text of ['你好@', '谢谢你@李', 'サーバー@', 'ขอบคุณ@'])
      expect(beginningAt(text, text.length), text).to.include({ sign: '@' });
    for (const text of ['grüß@', 'me@max', 'иван@', 'example.eu/@max', 'user=@max'])
      expect(beginningAt(text, text.length), text).to.equal(null);
  });
});

describe('an emoji', () => {
  it('stands for a shortcode that is a word of its own', () => {
    for (const [text, shown] of [
      [':tada:', '🎉'],
      ['(:tada:), :100:!', '(🎉), 💯!'],
      [':tada::100:', '🎉💯'],
      ['**:tada:**', '<strong>🎉</strong>'],
    ] as const)
      expect(render(text, names).html, text).to.equal(`<p dir="auto">${shown}</p>`);
  });

  it('stands for no text between letters, digits and colons', () => {
    for (const text of [
      '2001:db8:a:b::1',
      'fe80::a:b',
      '1:100:3',
      'urn:id:4711',
      'en:de:fr',
      'ж:a:ж',
      'x:tada:',
      ':tada:x',
      '::a::b',
      ':nothing:',
      ':constructor:',
    ])
      expect(render(text, names).html, text).to.equal(`<p dir="auto">${text}</p>`);
    expect(render('**en**:de:*fr*', names).html).to.include('</strong>:de:<em>');
    expect(render('\\:tada:', names).html).to.include(':tada:');
  });

  it('is a known name, or a sign as Unicode recommends it', () => {
    for (const emoji of ['thumbsup', '+1', '👍', '👍🏽', '🇩🇪', '👩‍🔧', '🏳️‍🌈', '1️⃣', '❤', '❤️'])
      expect(isEmoji(emoji), emoji).to.equal(true);
    for (const text of ['nonsense', 'constructor', '1', '#', '', '👍👍', 'é', '\u200d', '🏽👍'])
      expect(isEmoji(text), text).to.equal(false);
    expect(sameEmoji('+1', 'thumbsup')).to.equal(true);
    expect(sameEmoji('heart', '❤')).to.equal(true);
    expect(sameEmoji('👍🏽', 'thumbsup')).to.equal(false);
  });
});
