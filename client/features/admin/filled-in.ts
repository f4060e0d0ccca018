/** Settings as a shell takes them. */
export const filledIn = (settings: Record<string, string>): string =>
  `export ${Object.entries(settings)
    .map(([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'`)
    .join(' ')}`;
