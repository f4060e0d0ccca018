/** Creates or edits a channel. */

import { navigate } from 'wouter-preact/use-browser-location';
import type { Channel } from '../../../shared/contract/channels.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Area, Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { moderatesAll } from '../accounts/session.state.ts';
import { put } from './channels.state.ts';

export function ChannelDialog({ channel, close }: { channel?: Channel; close(): void }) {
  const mayOpen = moderatesAll();
  const title = channel ? t('channel.edit') : t('channel.create');
  return (
    <Dialog title={title} close={close}>
      <Form
        label={channel ? t('save') : title}
        submit={async ({
          name = '',
          emoji = '',
          topic = '',
          description = '',
          kind,
          forEveryone,
        }) => {
          const details = { name, emoji, topic, description };
          const everyone = forEveryone === 'on';
          if (channel)
            await call('channel:edit', {
              channelId: channel.id,
              ...details,
              ...(channel.kind === 'open' && mayOpen && { forEveryone: everyone }),
            });
          else {
            const created = await call('channel:create', {
              ...details,
              kind: kind === 'open' ? 'open' : 'private',
              forEveryone: everyone && kind === 'open',
            });
            put(created);
            navigate(`/c/${created.channel.slug}`);
          }
          close();
        }}
      >
        <Field
          name="name"
          label={t('channel.name')}
          defaultValue={channel?.name ?? ''}
          required
          bounds={limits.channelName}
        />
        <Field
          name="emoji"
          label={t('channel.emoji')}
          defaultValue={channel?.emoji ?? ''}
          bounds={limits.emoji}
        />
        <Field
          name="topic"
          label={t('channel.topic')}
          defaultValue={channel?.topic ?? ''}
          bounds={limits.topic}
        />
        <Area
          name="description"
          label={t('channel.description')}
          defaultValue={channel?.description ?? ''}
          bounds={limits.channelDescription}
        />
        {!channel && (
          <fieldset>
            <legend>{t('channel.kind')}</legend>
            {mayOpen && (
              <label class="check">
                <input type="radio" name="kind" value="open" defaultChecked /> {t('channel.open')}
              </label>
            )}
            <label class="check">
              <input type="radio" name="kind" value="private" defaultChecked={!mayOpen} />{' '}
              {t('channel.private')}
            </label>
          </fieldset>
        )}
        {mayOpen && channel?.kind !== 'private' && (
          <label class="check">
            <input
              type="checkbox"
              name="forEveryone"
              defaultChecked={channel?.forEveryone ?? false}
            />{' '}
            {t('channel.forEveryone')}
          </label>
        )}
      </Form>
    </Dialog>
  );
}
