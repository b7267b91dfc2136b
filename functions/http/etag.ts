import { createHash } from 'node:crypto';

/** A strong ETag of a record as it is shown: the same words, the same tag, whoever asks and whenever. */
export const etagOf = (shown: object): string => `"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22)}"`;

/** The tags that a header names: `"a", "b"`, or `*`. A weak tag never stands for the very same words, so it names nothing. */
function tagsOf(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim());
}

/** `If-Match`: does the caller know the record as it is shown now? Without a record nothing matches, `*` included. */
export const matches = (header: string, shown: object | undefined): boolean =>
  shown !== undefined && tagsOf(header).some((tag) => tag === '*' || tag === etagOf(shown));

/** `If-None-Match` of a read: has the caller this already? Here a weak tag is as good. */
export const hasAlready = (header: string | undefined, etag: string): boolean =>
  header !== undefined && tagsOf(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
