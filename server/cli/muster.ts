#!/usr/bin/env node
/** The command line: `muster <command>`, with the same settings as the server. */
import { Command } from 'commander';
import { v4 as uuid } from 'uuid';
import { ConfigError, readConfig } from '../config.ts';
import { openStores } from '../open-stores.ts';
import { version } from '../root.ts';
import { type Counts, writeArchive } from './archive.ts';
import { createAdministrator } from './create-admin.ts';
import { examine } from './doctor.ts';
import { importCodes } from './import-codes.ts';
import { createProgress } from './progress.ts';
import { printResetLink } from './reset-link.ts';
import { restore } from './restore.ts';

const program = new Command('muster')
  .description('Runs beside the Muster server, with the same settings.')
  .version(version);
const config = () => readConfig(process.env);
const held = (counts: Counts) =>
  Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`)
    .join(', ');

async function write(file: string) {
  const stores = await openStores(config(), `archive-${uuid()}`);
  try {
    console.error(`${file}: ${held(await writeArchive(stores.shelves, file, createProgress()))}`);
  } finally {
    await stores.close();
  }
}

async function take(file: string, replace: boolean) {
  console.error(`taken in: ${held(await restore(config(), file, replace, createProgress()))}`);
}

program
  .command('create-admin')
  .description('create an administrator, asking for the password on standard input')
  .requiredOption('--name <name>', 'as others see it')
  .requiredOption('--email <address>', 'to sign in with')
  .action((options) => createAdministrator(config(), options));

program
  .command('reset-link <email>')
  .description('print a link by which somebody who forgot their password sets a new one')
  .action((email: string) => printResetLink(config(), email));

program
  .command('backup <file>')
  .description('write everything into a compressed archive, while the server runs; name it .gz')
  .action((file: string) => write(file.endsWith('.gz') ? file : `${file}.gz`));

program
  .command('restore <file>')
  .description('take an archive in, with the server stopped; every client then starts afresh')
  .option('--replace', 'put it in the place of the forum that is there', false)
  .action((file: string, { replace }: { replace: boolean }) => take(file, replace));

program
  .command('export <file>')
  .description('write everything as NDJSON, - for standard output; README tells the format')
  .action(write);

program
  .command('import <file>')
  .description('take NDJSON into an empty forum, on either database')
  .action((file: string) => take(file, false));

program
  .command('import-codes <files...>')
  .description(
    'take in the official names of CPV and NUTS codes, from translations/code_<language>.xml of the eForms SDK',
  )
  .action(async (files: string[]) => {
    const stores = await openStores(config(), `import-codes-${uuid()}`);
    try {
      await importCodes(stores.codes, files, (line) => console.error(line));
    } finally {
      await stores.close();
    }
  });

program
  .command('doctor')
  .description('say what is misconfigured')
  .action(async () => {
    const findings = await examine(config(), process.env.NODE_ENV === 'production');
    for (const { good, what, advice } of findings)
      console.log(good ? `✓ ${what}` : `✗ ${what}\n    ${advice}`);
    if (findings.some(({ good }) => !good)) process.exitCode = 1;
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(
    error instanceof ConfigError ? error.message : `muster: ${(error as Error).message}`,
  );
  process.exitCode = 1;
}
