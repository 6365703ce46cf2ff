/** The published catalog of the log's event kinds. Auditors' programs rely on the names: add, never rename. */

/**
 * Says when an entry of a kind is a revocation record (`mark`). One takes a right away: whatever was released
 * under an older epoch must no longer leave. Its `epoch` is its own index, which is how a reader of the log
 * recognizes it. `sometimes`: only if the change takes a right away.
 */
export type MarkRule = 'always' | 'sometimes' | 'never';

interface KindRow {
  readonly mark: MarkRule;
  readonly meaning: string;
}

export const ENTRY_KINDS = {
  log_created: { mark: 'never', meaning: 'the log began; index 0 and nowhere else' },
  log_adopted: { mark: 'never', meaning: 'from here the log continues under another name or other keys' },
  log_key_added: { mark: 'never', meaning: 'from here another key signs the log beside the one before' },
  log_key_retired: { mark: 'never', meaning: 'a key of the log no longer signs; another one continues' },
  release: { mark: 'never', meaning: 'reads left for the agency, under the grant named' },
  refusal: { mark: 'never', meaning: 'a query was denied; no reads left' },
  source_asked: {
    mark: 'never',
    meaning: 'a permitted query is about to be asked outside; no reads left yet',
  },
  review: { mark: 'never', meaning: 'a query was held for a reviewer; no reads left' },
  review_approved: { mark: 'never', meaning: 'a reviewer lifted the reasons a query was held for' },
  review_refused: { mark: 'never', meaning: 'a reviewer refused a held query, or it lapsed' },
  dry_run: { mark: 'never', meaning: 'an agency asked what would be decided; nothing was read' },
  grant_proposed: { mark: 'never', meaning: 'one administrator proposed a grant' },
  grant_approved: { mark: 'never', meaning: 'a second administrator approved it: sharing begins' },
  grant_withdrawn: { mark: 'never', meaning: 'a proposed grant was withdrawn before approval' },
  revoked: { mark: 'always', meaning: 'the grant named ended, or, where none is named, all of the agency' },
  revocation_effective: {
    mark: 'never',
    meaning: 'every node has stopped what a revocation or halt forbids',
  },
  halted: { mark: 'always', meaning: 'sharing stopped: with the agency named, or, where none is, with all' },
  resume_proposed: {
    mark: 'never',
    meaning: 'one administrator proposed to end a halt; sharing stays halted',
  },
  resumed: { mark: 'never', meaning: 'a second administrator ended a halt; grants in force share again' },
  subject_enrolled: { mark: 'never', meaning: 'an officer was seen for the first time' },
  subject_held: { mark: 'never', meaning: 'an officer beyond the declared roster was held for review' },
  subject_suspended: { mark: 'always', meaning: 'an officer of the agency may no longer ask' },
  subject_reinstated: { mark: 'never', meaning: 'an officer of the agency may ask again' },
  subject_attested: { mark: 'never', meaning: 'an agency attested employer and training of an officer' },
  agency_added: { mark: 'never', meaning: 'an agency entered the registry' },
  agency_changed: {
    mark: 'sometimes',
    meaning: 'a row of the registry changed, or one person proposed that it does',
  },
  issuer_added: { mark: 'never', meaning: 'an identity issuer entered the registry' },
  client_changed: { mark: 'sometimes', meaning: 'a client or key of the agency was added or removed' },
  person_added: { mark: 'never', meaning: 'persons of the agency entered the registry' },
  person_removed: { mark: 'always', meaning: 'a person of the agency may no longer sign in' },
  person_removal_proposed: {
    mark: 'never',
    meaning: 'one administrator proposed to remove or suspend a person who oversees the sharing',
  },
  person_suspended: { mark: 'always', meaning: 'a person of the agency may not sign in until reinstated' },
  person_reinstated: { mark: 'never', meaning: 'a suspended person of the agency may sign in again' },
  issuer_removed: { mark: 'always', meaning: 'an issuer was removed: nobody can sign in by it any more' },
  hot_list_sync: { mark: 'never', meaning: 'hot-list entries were taken in from, or sent to, the agency' },
  hit_notice: { mark: 'never', meaning: 'a notice of an unconfirmed hit was decided; sent if permitted' },
  hit_decided: { mark: 'never', meaning: 'a person of the owner confirmed or dismissed a hit' },
  hit_wrong: { mark: 'never', meaning: 'a hit was reported or found to be wrong, or that was lifted' },
  misuse_reported: { mark: 'never', meaning: 'a suspicion of misuse was brought before the Chief' },
  misuse_assigned: { mark: 'never', meaning: 'a report of misuse was given to a person to see to' },
  misuse_closed: {
    mark: 'never',
    meaning: 'a report of misuse was closed: founded, unfounded, or refused with nothing left',
  },
  audit_completed: { mark: 'never', meaning: 'a periodic audit of the sharing was completed' },
  purged: { mark: 'never', meaning: 'expired reads or details of entries were erased' },
  evidence_exported: { mark: 'never', meaning: 'reads released for a case were packed for its file' },
  agreement: { mark: 'never', meaning: 'an agreement between two agencies was accepted, rejected or ended' },
  peer_asked: { mark: 'never', meaning: 'the owner is about to ask the gateway of another agency' },
  peer_answered: { mark: 'never', meaning: 'the gateway of another agency answered what the owner asked' },
  process_served: { mark: 'never', meaning: 'a subpoena, warrant, order or records request was registered' },
  process_changed: { mark: 'never', meaning: 'a duty under a served process was done, or it was refused' },
  preservation_proposed: { mark: 'never', meaning: 'a person proposed to preserve reads for a case' },
  preservation_approved: { mark: 'never', meaning: 'a second person approved it: reads are preserved' },
  preservation_ended: { mark: 'never', meaning: 'a preservation ended; its reads are erased' },
  preserved_released: { mark: 'never', meaning: 'preserved reads left for the case they were kept for' },
  records_checked: {
    mark: 'never',
    meaning:
      'a records office stated whether a case is as the query said, or an auditor judged the difference',
  },
  witness_removal_proposed: { mark: 'never', meaning: 'one administrator proposed to take a witness out' },
  witness_removed: { mark: 'never', meaning: 'a second administrator took a witness of the log out' },
  log_read: { mark: 'never', meaning: 'a person of the owner looked at details of the log' },
  page_published: { mark: 'never', meaning: 'the page that checks the log changed; the detail has its hash' },
  fault: {
    mark: 'never',
    meaning: 'a query ended in a fault, or a node found the log altered or full; no reads left',
  },
} as const satisfies Record<string, KindRow>;

export type EntryKind = keyof typeof ENTRY_KINDS;

/** The kinds whose entries are never, or not always, revocation records. */
export type UnmarkedKind = {
  [Kind in EntryKind]: (typeof ENTRY_KINDS)[Kind]['mark'] extends 'always' ? never : Kind;
}[EntryKind];
