/** Names under which files are saved on the devices of others. */

/** Each type of file that is taken, with the extension that says so. */
const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

/** Controls, direction marks and what else is not seen; what separates lines; what means something in a path or to Windows. */
const unsafe = /[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu;
/** What Windows takes for a device, whatever the extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Characters of a name; in UTF-8 with its extension below the 255 bytes that file systems take. */
const longest = 60;

/** A name that is safe on every system, with the extension of the type that the file really has. */
export function fileName(stem: string, mediaType: string): string {
  const clean = [...stem.normalize('NFC').replace(unsafe, ' ')].slice(0, longest).join('');
  const bare = clean.replace(/\s+/g, ' ').replace(/^[\s.]+|[\s.]+$/g, '');
  const safe = bare.replace(device, '_$&') || 'document';
  return `${safe}.${extensions[mediaType] ?? 'bin'}`;
}

/** The same for a file that came with a name: whatever extension that has says nothing. */
export const renamed = (name: string, mediaType: string) =>
  fileName(name.replace(/\.\p{L}[\p{L}\p{N}]{0,9}[\s.\p{C}]*$/u, ''), mediaType);
