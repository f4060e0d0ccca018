/** Creates the channels to begin with, by one click. */
import { starterChannels } from '../../../shared/starter-channels.ts';
import { CallError, call } from '../../api.ts';
import { language, t } from '../../i18n.ts';
import { Form } from '../../ui/form.tsx';
import { put } from '../channels/channels.state.ts';

const starters = starterChannels[language];

async function createAll() {
  for (const channel of starters)
    try {
      put(await call('channel:create', { ...channel, forEveryone: true }));
    } catch (thrown) {
      // Those that are there already were created by an attempt that got no further.
      const taken = thrown instanceof CallError && thrown.body.code === 'conflict';
      if (!taken) throw thrown;
    }
}

export function ChannelsStep({ done }: { done(): Promise<void> }) {
  return (
    <Form
      label={t('setup.channels.create')}
      submit={async () => {
        await createAll();
        await done();
      }}
    >
      <ul class="cards">
        {starters.map(({ name, emoji, topic }) => (
          <li key={name}>
            <span aria-hidden="true">{emoji}</span>
            <div>
              <b>{name}</b>
              <p class="muted">{topic}</p>
            </div>
          </li>
        ))}
      </ul>
    </Form>
  );
}
