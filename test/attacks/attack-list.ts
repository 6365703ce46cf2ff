/** All attacks, in the order in which they are carried out: whoever shares the demo leaves it to the next as it was. */
import type { Attack } from './attack.ts';

/** Names are those of the files. */
export const ATTACKS = [
  'suspended-person-under-another-name',
  'suspended-person-hits',
  'receipt-of-a-forged-entry',
  'quota-oracle',
  'drone-read-past-its-class',
  'certificate-header-from-any-peer',
  'restored-backup',
  'empty-data-directory',
  'two-origins',
  'wrong-redis-password',
  'key-without-second-factor',
  'role-makes-itself-a-grant',
  'table-the-role-may-change',
  'checkpoint-of-a-forged-head',
  'verify-with-delayed-entries',
  'entry-published-at-once',
  'overdue-exigent-releases',
  'rsa-proof-flood',
  'empty-flood',
  'strangers-who-do-not-read',
  'known-words-scan',
  'fresh-officers',
  'refusals-without-end',
  'misuse-search-flooded',
  'misuse-search-of-one-plate',
  'searches-block-revokes',
  'one-person-with-every-role',
  'revokes-at-once',
] as const;

export type AttackName = (typeof ATTACKS)[number];

export async function loadAttack(name: AttackName): Promise<Attack> {
  const { attack } = (await import(`./${name}.ts`)) as { attack: Attack };
  return attack;
}
