/** Documents to the server and from it. */
import { fileName } from '../../../shared/file-name.ts';
import { fetched } from '../../api.ts';
import { accessToken } from '../accounts/session.state.ts';

/** What the files are called that were sent from here. */
const names = new Map<string, string>();
export const nameOfFile = (id: string) => names.get(id);

const authorised = async () => ({ Authorization: `Bearer ${await accessToken()}` });

/** Sends a file under an id, which it returns. Throws CallError. */
export async function sendFile(id: string, file: File): Promise<string> {
  const path = `/attachments/${id}?${new URLSearchParams({ name: file.name.slice(-120) })}`;
  await fetched('PUT', path, {
    headers: { ...(await authorised()), 'Content-Type': 'application/octet-stream' },
    body: file,
  });
  names.set(id, file.name);
  return id;
}

/** Saves the document of a claim on this device. Throws CallError. */
export async function saveDocument(
  listingId: string,
  attachmentId: string,
  name: string,
): Promise<void> {
  const blob = await (
    await fetched('GET', `/listings/${listingId}/documents/${attachmentId}`, {
      headers: await authorised(),
    })
  ).blob();
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(blob),
    download: fileName(name, blob.type),
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
