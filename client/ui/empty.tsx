/** What is said where there is nothing yet: one sentence and, at most, one thing to do. */
import type { ComponentChildren } from 'preact';

export function Empty({
  children,
  action,
}: {
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}
