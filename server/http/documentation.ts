/** The API's documents, and a page to read them by. */
import { Router } from 'express';
import { events, operations } from '../../shared/contract/index.ts';
import { version } from '../root.ts';
import { asyncApi, openApi } from './openapi.ts';

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function documentation(): Router {
  const router = Router();
  // Made when first wanted, and once: the contract does not change while the server runs.
  const made = new Map<string, string>();
  const once = (path: string, type: string, make: () => string) =>
    router.get(path, (_request, response) => {
      const text = made.get(path) ?? make();
      made.set(path, text);
      response.type(type).send(text);
    });
  once('/openapi.json', 'json', () => JSON.stringify(openApi(version)));
  once('/asyncapi.json', 'json', () => JSON.stringify(asyncApi(version)));
  once('/', 'html', page);
  return router;
}

function page(): string {
  const rows = operations.map(({ name, http, doors, access, summary, errors }) => {
    const socket = doors === 'http' ? '–' : `<code>${escapeHtml(name)}</code>`;
    return `<tr id="${escapeHtml(name)}"><td><code>${escapeHtml(http)}</code></td><td>${socket}</td><td>${access}</td><td>${escapeHtml(summary)}</td><td>${errors.join(', ')}</td></tr>`;
  });
  const told = events.map(
    ({ name, summary }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(summary)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Muster API</title><link rel="stylesheet" href="/api.css"></head>
<body><main>
<h1>Muster API</h1>
<p>Every operation is to be had over HTTP below <code>/api/v1</code> and over the socket under its name, with the same input, answer and errors.
Send <code>Authorization: Bearer TOKEN</code>, or connect with <code>auth: {token}</code>; a bot's token is good for both.
Wherever a channel's id is sent, its slug will do: <code>/api/v1/channels/news/posts</code>. The slug follows the channel's name, the id never changes.
The whole contract: <a href="/api/openapi.json">OpenAPI</a>, <a href="/api/asyncapi.json">AsyncAPI</a>.</p>
<h2>Operations</h2>
<div class="table" tabindex="0" role="region" aria-label="Operations"><table><thead><tr><th>HTTP</th><th>Socket</th><th>Who</th><th>What</th><th>Errors of its own</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
<h2>Events</h2>
<div class="table" tabindex="0" role="region" aria-label="Events"><table><thead><tr><th>Event</th><th>What</th></tr></thead><tbody>
${told.join('\n')}
</tbody></table></div>
</main></body></html>`;
}
