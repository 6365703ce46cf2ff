/** All attacks: each that shares the demo leaves it to the next as it was. */
import type { Attack } from './attack.ts';

/** Names are those of the files; each lies in the folder of who tries it. */
export const BY = {
  'suspended-person-under-another-name': 'by-person',
  'suspended-person-hits': 'by-person',
  'receipt-of-a-forged-entry': 'by-partner',
  'kind-of-a-later-version': 'by-operator',
  'head-of-any-size': 'by-operator',
  'quota-oracle': 'by-partner',
  'time-of-a-refusal': 'by-partner',
  'words-that-a-terminal-obeys': 'by-partner',
  'drone-read-past-its-class': 'by-partner',
  'certificate-header-from-any-peer': 'by-stranger',
  'restored-backup': 'by-operator',
  'empty-data-directory': 'by-operator',
  'two-origins': 'by-operator',
  'nothing-found-by-mistake': 'by-operator',
  'wrong-redis-password': 'by-operator',
  'key-without-second-factor': 'by-person',
  'role-makes-itself-a-grant': 'by-operator',
  'table-the-role-may-change': 'by-operator',
  'checkpoint-of-a-forged-head': 'by-operator',
  'forged-head-at-start': 'by-operator',
  'killed-after-revoke': 'by-operator',
  'ghost-lease': 'by-operator',
  'entry-of-another-day': 'by-operator',
  'killed-before-push': 'by-operator',
  'rewritten-details': 'by-operator',
  'verify-with-delayed-entries': 'by-person',
  'entry-published-at-once': 'by-stranger',
  'two-copies-of-the-public-numbers': 'by-stranger',
  'public-page-rewritten': 'by-operator',
  'size-of-the-log': 'by-stranger',
  'overdue-exigent-releases': 'by-person',
  'rsa-proof-flood': 'by-stranger',
  'empty-flood': 'by-stranger',
  'strangers-who-do-not-read': 'by-stranger',
  'pushed-bodies-of-nobody': 'by-stranger',
  'signed-requests-at-the-issuer': 'by-stranger',
  'board-after-removal': 'by-person',
  'jobs-paused-in-redis': 'by-operator',
  'known-words-scan': 'by-partner',
  'fresh-officers': 'by-partner',
  'refusals-without-end': 'by-partner',
  'misuse-search-flooded': 'by-partner',
  'misuse-search-of-one-plate': 'by-partner',
  'searches-block-revokes': 'by-person',
  'one-person-with-every-role': 'by-person',
  'one-key-removes-who-oversees': 'by-person',
  'stolen-keys': 'by-person',
  'one-person-raises-roster': 'by-person',
  'revokes-at-once': 'by-person',
  'lie-in-a-witness-name': 'by-stranger',
  'clock-set-ahead-and-back': 'by-stranger',
  'clock-ahead-purges': 'by-operator',
} as const;

export type AttackName = keyof typeof BY;

export const ATTACKS = Object.keys(BY) as readonly AttackName[];

/** These compare times, so that each is carried out alone. */
export const TIMED: ReadonlySet<AttackName> = new Set([
  'rsa-proof-flood',
  'empty-flood',
  'strangers-who-do-not-read',
  'pushed-bodies-of-nobody',
  'known-words-scan',
  'fresh-officers',
  'time-of-a-refusal',
  'misuse-search-flooded',
  'misuse-search-of-one-plate',
  'searches-block-revokes',
  'revokes-at-once',
]);

/** These suspend, or halt, on the demo that all share, so that they are carried out one after the other. */
export const ON_THE_DEMO: ReadonlySet<AttackName> = new Set([
  'suspended-person-under-another-name',
  'suspended-person-hits',
  'receipt-of-a-forged-entry',
  'signed-requests-at-the-issuer',
  'words-that-a-terminal-obeys',
]);

export async function loadAttack(name: AttackName): Promise<Attack> {
  const { attack } = (await import(`./${BY[name]}/${name}.ts`)) as { attack: Attack };
  return attack;
}
