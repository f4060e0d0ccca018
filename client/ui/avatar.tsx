/** Initials on a tint drawn from the id. */
import { initialsOf } from '../../shared/names.ts';

const tints = 8;

function tintOf(id: string): number {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + sign.charCodeAt(0)) % 997;
  return sum % tints;
}

export function Avatar({
  id,
  name,
  here = false,
  small = false,
}: {
  id: string;
  name: string;
  here?: boolean;
  small?: boolean;
}) {
  return (
    <span
      class={`avatar tint-${tintOf(id)} ${here ? 'here' : ''} ${small ? 'small' : ''}`}
      aria-hidden="true"
      dir="auto"
    >
      {initialsOf(name)}
    </span>
  );
}
