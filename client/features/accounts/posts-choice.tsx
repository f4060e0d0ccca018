/** What becomes of the posts of an account that is deleted. */
import { t } from '../../i18n.ts';

export function PostsChoice() {
  return (
    <fieldset>
      <legend>{t('deletion.posts')}</legend>
      {(['keep', 'remove'] as const).map((choice) => (
        <label key={choice} class="check">
          <input type="radio" name="posts" value={choice} defaultChecked={choice === 'keep'} />{' '}
          {t(`deletion.${choice}`)}
        </label>
      ))}
    </fieldset>
  );
}
