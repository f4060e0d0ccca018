/** Stands in for what is loading for the first time; appears only after a moment. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index}>
          <i />
          <b />
          <b />
        </div>
      ))}
    </div>
  );
}
