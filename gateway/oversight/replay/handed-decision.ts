/** A logged decision on its way to an auditor's machine, where rules of another revision take it again. */
import { findContradictions } from '../../audit/kept/find-contradictions.ts';
import type { KeptEntry } from '../../audit/kept/kept-entries-store.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import type { SaltedDetail } from '../../audit/log-entry.ts';

/** Exact texts, from which the auditor computes commitment and leaf hash again; salts and hash in base64. */
export interface HandedDecision {
  readonly index: number;
  readonly entry: string;
  readonly leafHash: string;
  readonly asker: { readonly salt: string; readonly detail: string };
  readonly owner: { readonly salt: string; readonly detail: string };
}

/** Whether it is a decision of one of these revisions, and is as it was logged: what contradicts the log is told here. */
export function isUnder(entry: KeptEntry, revisions: ReadonlySet<string>): boolean {
  if (revisions.size === 0 || entry.kept === null || entry.said.effect === null) return false;
  const { rulesRevision } = parseDetail(entry.kept.owner.detail);
  return revisions.has(String(rulesRevision)) && findContradictions(entry).length === 0;
}

/** Empty where it is none of them. */
export function handOver(entry: KeptEntry, revisions: ReadonlySet<string>): HandedDecision[] {
  const { index, kept, leafHash, text } = entry;
  if (kept === null || !isUnder(entry, revisions)) return [];
  const [asker, owner] = [inText(kept.asker), inText(kept.owner)];
  return [{ index, entry: text, leafHash: leafHash.toString('base64'), asker, owner }];
}

/** As it was before it was handed over. @throws SyntaxError where the entry is not JSON */
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
