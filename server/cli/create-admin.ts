/** Makes an administrator from the command line, for whoever lost the link of the first start. */
import { createInterface } from 'node:readline/promises';
import { hash } from '@node-rs/argon2';
import { v7 as uuid, v4 } from 'uuid';
import { accountsOperations } from '../../shared/contract/accounts.ts';
import type { Config } from '../config.ts';
import { assertMayBeCalled, firstHandle } from '../features/accounts/accounts.names.ts';
import { openStores } from '../open-stores.ts';

const register = accountsOperations.find((operation) => operation.name === 'account:register');

/** Throws when name, address or password would be refused on the page too. */
export async function createAdministrator(
  config: Config,
  { name, email }: { name: string; email: string },
): Promise<void> {
  const password = await ask('Password: ');
  const given = register?.input.safeParse({ name, email, password });
  if (!given?.success)
    throw new Error(
      given?.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n') ??
        '',
    );
  const stores = await openStores(config, `create-admin-${v4()}`);
  try {
    const { name: forumName = config.forumName } = await stores.forum.settings();
    assertMayBeCalled(given.data.name, forumName);
    const member = await stores.accounts.addMember({
      id: uuid(),
      handle: firstHandle(name, [], 'member'),
      name: given.data.name,
      kind: 'person',
      clusterId: null,
      joining: null,
      languages: [],
      roles: ['administrator'],
      email: email.toLowerCase(),
      passwordHash: await hash(password),
      createdAt: new Date().toISOString(),
    });
    await stores.channels.joinEveryones(member.id);
    console.error(`${name} is administrator and signs in as ${email}.`);
  } finally {
    await stores.close();
  }
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdin.isTTY ? process.stderr : undefined,
  });
  const answer = await lines.question(question);
  lines.close();
  return answer;
}
