/** The texts in which entries and hits leave: what was hashed into the log goes out as it was hashed. */
import { receiptOf } from '../../query/answer.ts';
import type { Release } from '../../release/commit/commit-releases.ts';
import type { ChangePage } from './entries-store.ts';
import { warningsOf } from './hit-warnings.ts';
import type { Hit } from './hits-store.ts';

/** Policy 420: a hit is a lead, never a ground to act by itself. */
const NOTICE =
  'Unconfirmed. Verify plate, state and status by sight and through dispatch before you act (Policy 420). ' +
  'For the stated purpose only; never for immigration enforcement (C.R.S. 24-74-103).';

export function entriesBody(
  release: Release,
  list: { readonly id: string; readonly name: string },
  page: ChangePage,
): string {
  return (
    `{"releaseId":"${release.id}","list":${JSON.stringify({ id: list.id, name: list.name })},` +
    `"entries":${release.pending.found?.text ?? '[]'},"next":"${page.next}","more":${page.more},` +
    `"notice":${JSON.stringify(NOTICE)},"receipt":${JSON.stringify(receiptOf(release.appended))}}`
  );
}

export interface ReleasedHit {
  readonly hit: Hit;
  readonly release: Release;
}

export function hitsBody(released: readonly ReleasedHit[]): string {
  return `{"hits":[${released.map(hitText).join(',')}],"notice":${JSON.stringify(NOTICE)}}`;
}

/** `hit.caution`: a caution on a hit that was told began, changed or was lifted. */
export type NoticeType = 'hit.unconfirmed' | 'hit.caution';

/** Returns the body of a signed notice (Standard Webhooks: `type`, `timestamp`, `data`). */
export function noticeBody(released: ReleasedHit, type: NoticeType, now: number): string {
  return `{"type":"${type}","timestamp":"${new Date(now).toISOString()}","data":${hitText(released)},"notice":${JSON.stringify(NOTICE)}}`;
}

function hitText({ hit, release }: ReleasedHit): string {
  const { id, status, verify, listId, listName, position } = hit;
  const known = { hitId: id, status, verify, list: listName, listId, entry: position, ...warningsOf(hit) };
  const facts = JSON.stringify(known).slice(0, -1);
  return `${facts},"releaseId":"${release.id}","reads":${release.pending.found?.text ?? '[]'},"receipt":${JSON.stringify(
    receiptOf(release.appended),
  )}}`;
}
