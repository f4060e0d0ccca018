/** Administration: the name of the forum, invitations, bots, products. */
import { t } from '../../i18n.ts';
import { Page } from '../../ui/page.tsx';
import { Bots } from './bots.tsx';
import { ForumSettings } from './forum-settings.tsx';
import { InviteLink } from './invite-link.tsx';
import { Products } from './products.tsx';

export function Administration() {
  return (
    <Page title={t('admin.title')}>
      <h2>
        <a href="/nodes">{t('nodes.title')}</a>
      </h2>
      <p class="muted">{t('nodes.link')}</p>
      <h2>
        <a href="/members">{t('members.title')}</a>
      </h2>
      <p class="muted">{t('members.link')}</p>
      <h2>{t('forum.title')}</h2>
      <ForumSettings />
      <h2>{t('admin.invitations')}</h2>
      <InviteLink />
      <h2>{t('admin.bots')}</h2>
      <Bots />
      <h2>{t('admin.products')}</h2>
      <Products />
    </Page>
  );
}
