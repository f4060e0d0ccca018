/** Makes a link for somebody who forgot their password, for those who can reach the machine and no administrator's page. */
import { v4 as uuid } from 'uuid';
import type { Config } from '../config.ts';
import { createResetLink } from '../features/accounts/reset-links.ts';
import { openStores } from '../open-stores.ts';

/** Prints the link. Throws when nobody signs in with this address. */
export async function printResetLink(config: Config, email: string): Promise<void> {
  const stores = await openStores(config, `reset-link-${uuid()}`);
  try {
    const member = await stores.accounts.memberByEmail(email.trim().toLowerCase());
    if (!member) throw new Error(`Nobody signs in as ${email}.`);
    const { url, expiresAt } = await createResetLink(stores.accounts, member, {
      publicUrl: config.publicUrl,
      createdBy: null,
    });
    console.log(url);
    console.error(`It sets a new password once, until ${expiresAt}.`);
  } finally {
    await stores.close();
  }
}
