/** The versions of a post, each with what changed. */
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../../../shared/contract/index.ts';
import type { Post } from '../../../shared/contract/posts.ts';
import { call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatWhole, t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';

type Version = Answer<'post:history'>[number];
type Part = { value: string; added?: boolean; removed?: boolean };

const whole = ({ title, text }: Version) => (title ? `${title}\n\n${text}` : text);

export function HistoryDialog({ post, close }: { post: Post; close(): void }) {
  const [steps, setSteps] = useState<{ at: string; parts: Part[] }[]>([]);
  const [failure, setFailure] = useState('');

  useEffect(() => {
    Promise.all([call('post:history', { postId: post.id }), import('diff')])
      .then(([versions, { diffWords }]) =>
        setSteps(
          versions
            .map((version, index) => ({
              at: version.at,
              parts: diffWords(whole(versions[index - 1] ?? version), whole(version)),
            }))
            .reverse(),
        ),
      )
      .catch((thrown) => setFailure(explain(thrown)));
  }, [post.id]);

  return (
    <Dialog title={t('post.history')} close={close} wide>
      {failure && <p class="failure">{failure}</p>}
      <ol class="versions">
        {steps.map(({ at, parts }) => (
          <li key={at}>
            <h3>{formatWhole(at)}</h3>
            <p class="diff">
              {parts.map(({ value, added, removed }, index) =>
                added ? (
                  <ins key={index}>{value}</ins>
                ) : removed ? (
                  <del key={index}>{value}</del>
                ) : (
                  value
                ),
              )}
            </p>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
