/** The people the page has met, kept up to date; unknown ones are asked for in one go. */
import { signal } from '@preact/signals';
import type { Person } from '../../../shared/contract/accounts.ts';
import { call, on } from '../../api.ts';

const people = signal<ReadonlyMap<string, Person>>(new Map());
const wanted = new Set<string>();
const asked = new Set<string>();

export function meet(newcomers: readonly Person[]): void {
  if (newcomers.length === 0) return;
  const next = new Map(people.peek());
  for (const person of newcomers) next.set(person.id, person);
  people.value = next;
}

/** A person by id; undefined until they are known, which draws the asker again. */
export function personById(id: string): Person | undefined {
  const person = people.value.get(id);
  if (!person && !asked.has(id)) {
    if (wanted.size === 0) queueMicrotask(ask);
    wanted.add(id);
    asked.add(id);
  }
  return person;
}

export const personByHandle = (handle: string) =>
  [...people.value.values()].find((person) => person.handle === handle);

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

async function ask() {
  const ids = [...wanted].slice(0, 200);
  for (const id of ids) wanted.delete(id);
  try {
    meet(await call('member:list', { ids, limit: 200 }));
  } catch {
    for (const id of ids) asked.delete(id);
  }
  if (wanted.size > 0) void ask();
}

/** People whose name or handle begins so; those already known first, the server's at once after. */
export async function findPeople(search: string, limit = 8): Promise<Person[]> {
  const found = await call('member:list', { search, limit });
  meet(found);
  return found;
}

on('member:changed', (person) => meet([person]));
