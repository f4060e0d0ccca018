/** Keeps the keys of an input method from everything that listens for keys. */

/**
 * Whether a key belongs to an input method: all keys while it composes, and in Safari the Enter that ends the
 * composition, which comes after it and is known by its code alone.
 */
const composes = ({ isComposing, keyCode }: KeyboardEvent) => isComposing || keyCode === 229;

/**
 * Hides such keys from every handler of the page, those of later features included; the field still gets them.
 * To be called before anything else listens.
 */
export function guardComposition(): void {
  const hide = (event: KeyboardEvent) => {
    if (!composes(event)) return;
    event.stopImmediatePropagation();
    // An open dialogue closes on Escape by itself.
    if (event.key === 'Escape') event.preventDefault();
  };
  addEventListener('keydown', hide, true);
  addEventListener('keyup', hide, true);
}
