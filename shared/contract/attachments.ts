/** Attachments: documents that a cluster keeps with its listings. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { bytes, file, id, iso, operation } from './define.ts';
import { trimmed } from './text.ts';

/** What can be attached, told by the content of the file and not by its name. */
export const attachmentTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const;

export const attachment = z.strictObject({
  id,
  /** As it was sent, made safe, with the extension of its type. */
  name: z.string(),
  mediaType: z.enum(attachmentTypes),
  /** Bytes. */
  size: z.int(),
  createdAt: iso,
});
export type Attachment = z.infer<typeof attachment>;

export const attachmentsOperations = [
  operation({
    name: 'attachment:add',
    http: 'PUT /attachments/:attachmentId',
    doors: 'http',
    access: 'member',
    rate: 'write',
    stores: true,
    input: z.strictObject({
      attachmentId: id,
      name: trimmed(limits.fileName),
      content: bytes,
    }),
    output: attachment,
    errors: ['forbidden', 'conflict', 'too_large'],
    summary:
      'Keep a document of at most 5 MiB (PDF, PNG or JPEG) for your cluster, under an id of your choice: the body is the file. The same again changes nothing. What no listing names within a day is dropped.',
  }),
  operation({
    name: 'listing:document',
    http: 'GET /listings/:listingId/documents/:attachmentId',
    doors: 'http',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ listingId: id, attachmentId: id }),
    output: file,
    errors: ['not_found'],
    summary: 'The document that a claim of a listing names, for whoever may see the listing.',
  }),
] as const;
