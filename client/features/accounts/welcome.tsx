/** The page for those who are not in yet. */
import type { ComponentChildren } from 'preact';
import { type Language, language, languages, speak, t } from '../../i18n.ts';

export function Welcome({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main class="welcome">
      <div class="card">
        <h1>{title}</h1>
        <p class="muted">{t('welcome.line')}</p>
        {children}
      </div>
      <footer>
        {(Object.keys(languages) as Language[]).map((key) => (
          <button
            key={key}
            type="button"
            class="quiet"
            lang={key}
            aria-pressed={key === language}
            onClick={() => speak(key)}
          >
            {languages[key]}
          </button>
        ))}
      </footer>
    </main>
  );
}
