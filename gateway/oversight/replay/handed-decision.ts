/** Hands a logged decision to an auditor's machine, where rules of another revision take it again. */
import { findContradictions } from '../../audit/kept/find-contradictions.ts';
import type { KeptEntry } from '../../audit/kept/kept-entries-store.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import type { SaltedDetail } from '../../audit/log-entry.ts';

/** The exact texts, from which commitment and leaf hash can be computed; salts and hash in base64. */
export interface HandedDecision {
  readonly index: number;
  readonly entry: string;
  readonly leafHash: string;
  readonly asker: { readonly salt: string; readonly detail: string };
  readonly owner: { readonly salt: string; readonly detail: string };
}

/** True for an unaltered decision of one of these revisions; the node itself reports altered ones. */
export function isUnder(entry: KeptEntry, revisions: ReadonlySet<string>): boolean {
  if (revisions.size === 0 || entry.kept === null || entry.said.effect === null) return false;
  const { rulesRevision } = parseDetail(entry.kept.owner.detail);
  return revisions.has(String(rulesRevision)) && findContradictions(entry).length === 0;
}

/** Returns nothing for any other entry. */
export function handOver(entry: KeptEntry, revisions: ReadonlySet<string>): HandedDecision[] {
  const { index, kept, leafHash, text } = entry;
  if (kept === null || !isUnder(entry, revisions)) return [];
  const [asker, owner] = [inText(kept.asker), inText(kept.owner)];
  return [{ index, entry: text, leafHash: leafHash.toString('base64'), asker, owner }];
}

/** Restores the entry as it was before. @throws SyntaxError if the entry is not JSON */
export function takeOver({ asker, entry, index, leafHash, owner }: HandedDecision): KeptEntry {
  const kept = { asker: inBytes(asker), owner: inBytes(owner), columns: null };
  const said = JSON.parse(entry) as KeptEntry['said'];
  return { index, text: entry, said, leafHash: Buffer.from(leafHash, 'base64'), agencyId: null, kept };
}

function inText({ detail, salt }: SaltedDetail): HandedDecision['asker'] {
  return { detail, salt: salt.toString('base64') };
}

function inBytes({ detail, salt }: HandedDecision['asker']): SaltedDetail {
  return { detail, salt: Buffer.from(salt, 'base64') };
}
