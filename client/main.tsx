/** The page starts here. */
import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/rail.css';
import './styles/stream.css';
import './styles/post.css';
import './styles/body.css';
import './styles/composer.css';
import './styles/forms.css';
import './styles/ui.css';
import { guardComposition } from './composition.ts';
import { resume } from './features/accounts/session.state.ts';
import { loadWords } from './i18n.ts';
import { followLinks } from './links.ts';
import { Shell } from './shell.tsx';
import { applyTheme } from './theme.ts';

guardComposition();
applyTheme();
await loadWords();
followLinks();
void resume();
const page = document.getElementById('app');
if (page) render(<Shell />, page);
// What refusals say is not needed to draw, but before anybody is refused.
void import('./refusals.ts');
