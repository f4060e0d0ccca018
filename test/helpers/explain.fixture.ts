/** Words refusals as the client does: takes pairs of an error body and an operation as JSON, answers with sentences. */
const language = process.argv[2] ?? 'en';
const nowhere = () => {};
Object.assign(globalThis, {
  addEventListener: nowhere,
  document: { documentElement: {} },
  localStorage: { getItem: () => language, setItem: nowhere },
});
Object.defineProperty(globalThis, 'navigator', { value: { languages: [language] } });

const { loadWords } = await import('../../client/i18n.ts');
await loadWords();
const { CallError } = await import('../../client/api.ts');
const { explain } = await import('../../client/errors.ts');
await import('../../client/features/exchange/refusals.ts');

let input = '';
for await (const chunk of process.stdin) input += chunk;
const asked = JSON.parse(input) as [ConstructorParameters<typeof CallError>[0], string?][];
process.stdout.write(
  JSON.stringify(asked.map(([body, operation]) => explain(new CallError(body, operation)))),
);
process.exit();

export {};
