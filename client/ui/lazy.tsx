/** What is fetched when it is first wanted: pages, dialogues. */
import type { ComponentChild, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { connected } from '../api.ts';
import { loadPageWords, t } from '../i18n.ts';
import { Empty } from './empty.tsx';

/** `preload` fetches it before it is wanted, so that it is drawn at once. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: ComponentChild = null,
): ComponentType<P> & { preload(): Promise<unknown> } {
  let loaded: ComponentType<P> | undefined;
  const preload = async () => {
    [loaded] = await Promise.all([load(), loadPageWords()]);
    return loaded;
  };
  function Lazy(props: P) {
    const [Component, setComponent] = useState<ComponentType<P> | undefined>(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (loaded) return;
      preload().then(
        (component) => setComponent(() => component),
        () => setFailed(true),
      );
    }, []);
    // A browser keeps the failure of a script; only a new page asks again.
    const back = failed && connected.value;
    useEffect(() => {
      if (back) location.reload();
    }, [back]);
    if (failed)
      return (
        <Empty
          action={
            <button type="button" onClick={() => location.reload()}>
              {t('retry')}
            </button>
          }
        >
          {t('error.unavailable')}
        </Empty>
      );
    return Component ? <Component {...props} /> : <>{meanwhile}</>;
  }
  return Object.assign(Lazy, { preload });
}
