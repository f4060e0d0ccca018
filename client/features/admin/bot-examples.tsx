/** What a new bot can do at once: the examples of the README, with its own token, channel and server filled in. */
import '../../styles/examples.css';
import ping from '../../../docs/examples/ping.mjs?raw';
import post from '../../../docs/examples/post.sh?raw';
import { t } from '../../i18n.ts';
import { copy } from '../../ui/copy.ts';
import { filledIn } from './filled-in.ts';

/** @param token null where it is not shown any more */
export function BotExamples({ token, slug }: { token: string | null; slug: string | undefined }) {
  const settings = filledIn({
    MUSTER_URL: location.origin,
    MUSTER_TOKEN: token ?? t('bots.yourToken'),
    MUSTER_CHANNEL: encodeURIComponent(slug ?? ''),
  });
  return (
    <>
      <Example label={t('bots.curl')} text={`${settings}\n${post}`} />
      <Example label={t('bots.script')} text={ping} />
      <Example
        label={t('bots.run')}
        text={`npm install socket.io-client\n${settings}\nnode ping.mjs`}
      />
    </>
  );
}

function Example({ label, text }: { label: string; text: string }) {
  return (
    <div class="secret">
      <p>{label}</p>
      <pre class="example" tabIndex={0} role="group" aria-label={label}>
        <code>{text.trim()}</code>
      </pre>
      <button type="button" onClick={() => copy(text.trim())}>
        {t('copy')}
      </button>
    </div>
  );
}
