/** The people the page has met, kept up to date; unknown ones are asked for in one go. */
import type { Person } from '../../../shared/contract/accounts.ts';
import { call, on } from '../../api.ts';
import { knownById } from '../../by-id.ts';
import { t } from '../../i18n.ts';

const people = knownById<Person>(200, async (ids) =>
  (await call('member:list', { ids, limit: 200 })).map(named),
);

/** Whoever has left has no name but what the reader calls them. */
function named(person: Person): Person {
  return person.former ? { ...person, name: t('formerMember') } : person;
}

export const { byId: personById } = people;

export const meet = (found: readonly Person[]) => people.meet(found.map(named));

export const personByHandle = (handle: string) =>
  [...people.known.value.values()].find((person) => person.handle === handle);

/** Who has a handle, or had it and now has another. */
export async function lookUp(handle: string): Promise<Person | undefined> {
  const found = await call('member:list', { handles: [handle] });
  meet(found);
  return found.find((person) => person.handle === handle) ?? found[0];
}

/** Those whose names look like that of a member. */
export async function peopleAlike({ id }: Person): Promise<Person[]> {
  const found = await call('member:list', { alikeTo: id });
  meet(found);
  return found;
}

/** People whose name or handle begins so; those already known first, the server's at once after. */
export async function findPeople(search: string, limit = 8): Promise<Person[]> {
  const found = await call('member:list', { search, limit });
  meet(found);
  return found;
}

on('member:changed', (person) => meet([person]));
