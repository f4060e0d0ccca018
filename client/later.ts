/** What keeps the counts in the rail and says a word in passing: needed only once the first page is drawn. */
import './features/channels/invited.ts';
import './features/clusters/applied.ts';
import './features/exchange/told.ts';
import './features/posts/threads.ts';
