/** Codes that fit what is being typed. */
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { language } from '../../i18n.ts';

/** ms of quiet in typing before it is asked. */
const pause = 150;

/** @param words empty: nothing is asked */
export function useCodes(list: 'cpv' | 'nuts', words: string): { code: string; name: string }[] {
  const [found, setFound] = useState<{ code: string; name: string }[]>([]);
  useEffect(() => {
    if (!words.trim()) return setFound([]);
    let wanted = true;
    const timer = setTimeout(
      () =>
        void call('code:search', {
          list,
          words: words.trim().slice(0, 80),
          lang: language,
          limit: 8,
        }).then(
          (codes) => wanted && setFound(codes),
          () => {},
        ),
      pause,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [list, words]);
  return found;
}
