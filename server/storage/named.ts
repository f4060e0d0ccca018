/** Gives a store's failures the names of the contract. */

/** The store with every rejection passed through `name`; what returns no promise, or several, sees to it itself. */
export function named<T extends object>(store: T, name: (error: unknown) => unknown): T {
  const wrap =
    (method: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const result = method(...args);
      return result instanceof Promise
        ? result.catch((error) => Promise.reject(name(error)))
        : result;
    };
  return Object.fromEntries(Object.entries(store).map(([key, method]) => [key, wrap(method)])) as T;
}
