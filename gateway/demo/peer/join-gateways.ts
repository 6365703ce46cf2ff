/**
 * Makes the agreement of two demos, and the grants under it, as two departments do: over HTTP, by two administrators of
 * each, with a file between.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SHARED_CLASSES } from '../../../sharing-rules/terms/agency.ts';
import { APPROVED_CODES } from '../../../sharing-rules/terms/purposes.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { writeSecretFile } from '../../cli/write-secret-file.ts';
import { GATEWAY_CLIENT } from '../cast/demo-cast.ts';
import type { DemoFacts } from '../cast/demo-file.ts';
import { grantUnder, LARGEST_DAY } from '../cast/demo-grants.ts';
import type { DemoKeys } from '../cast/demo-keys.ts';
import type { Administrators } from '../cast/seed-demo.ts';

export interface Joining {
  readonly facts: Pick<DemoFacts, 'gateway' | 'issuer' | 'logKey' | 'resource'>;
  readonly keys: Pick<DemoKeys, 'cast' | 'gateway'>;
  readonly dataDir: string;
  readonly people: Administrators;
}

interface SeenAgreement {
  readonly id: string;
  readonly status: string;
  readonly ori: string;
  readonly acceptedBy: string | null;
  readonly agreement: {
    readonly until: string;
    readonly parties: readonly Readonly<Record<string, string>>[];
  };
  readonly file: object | null;
}

/** Milliseconds within which the other gateway delivers its acceptance. */
const CROSSES_WITHIN = 60_000;

/** Repeats nothing that was done at an earlier start: what administrators have ended stays ended. */
export async function joinGateways(ours: Joining, theirs: Joining, now: number): Promise<void> {
  writeCredentials(ours, theirs);
  writeCredentials(theirs, ours);
  const agreement = await proposed(ours, theirs, now);
  if (agreement === null) return;
  const { file } = await accept(ours, agreement.id);
  const { proposer } = theirs.people;
  if ((await find(theirs, agreement.id))?.status !== 'in_force')
    await proposer.call('POST', '/v1/agreements', file);
  await accept(theirs, agreement.id);
  await untilInForce(ours, agreement.id);
  await grant(ours, theirs, agreement, now);
  await grant(theirs, ours, agreement, now);
}

function grant(
  { people }: Joining,
  to: Joining,
  { agreement: { until }, id }: SeenAgreement,
  now: number,
): Promise<void> {
  const { persons, proposer } = people;
  return grantUnder({ id, until }, to.keys.cast.owner, { approver: persons[1], proposer }, now);
}

function writeCredentials({ dataDir, facts, keys }: Joining, to: Joining): void {
  const directory = join(dataDir, 'secrets', 'gateways');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const credentials = {
    ...{ gateway: to.facts.gateway, resource: to.facts.resource, issuer: facts.issuer },
    ...{ clientId: GATEWAY_CLIENT, privateJwk: keys.gateway },
  };
  const path = join(directory, `${to.keys.cast.owner.toLowerCase()}.json`);
  writeSecretFile(path, `${JSON.stringify(credentials, null, 2)}\n`);
}

/** Returns the agreement to accept, a new one where the addresses have changed; null if the last one is over. */
async function proposed(ours: Joining, theirs: Joining, now: number): Promise<SeenAgreement | null> {
  const { proposer } = ours.people;
  const [last] = await agreementsWith(ours, theirs.keys.cast.owner);
  if (last !== undefined && !['in_force', 'proposed'].includes(last.status)) return null;
  if (last !== undefined && names(last, ours) && names(last, theirs)) return last;
  if (last?.status === 'proposed') await proposer.call('POST', `/v1/agreements/${last.id}/reject`);
  const given = {
    ...{ purposes: APPROVED_CODES, dataClasses: SHARED_CLASSES, lookBackDays: 30 },
    ...{ dailyRecords: LARGEST_DAY, retentionDays: 30 },
  };
  const { issuer, logKey, resource } = theirs.facts;
  return proposer.call<SeenAgreement>('POST', '/v1/agreements', {
    terms: {
      ...{ partner: theirs.keys.cast.owner, resource, issuer, logKey, clientId: GATEWAY_CLIENT },
      ...{ weGive: given, theyGive: given, until: new Date(now + 300 * DAY).toISOString() },
      ...(last?.status === 'in_force' ? { replaces: last.id } : {}),
    },
  });
}

/** Tells whether an agreement is with the gateway as it is now: with `PORT=0`, a restart has other addresses. */
function names({ agreement: { parties } }: SeenAgreement, { facts, keys }: Joining): boolean {
  const party = parties.find(({ ori }) => ori === keys.cast.owner);
  return (['issuer', 'logKey', 'resource'] as const).every((member) => party?.[member] === facts[member]);
}

async function accept(side: Joining, id: string): Promise<SeenAgreement> {
  const path = `/v1/agreements/${id}`;
  const { proposer } = side.people;
  const seen = await proposer.call<SeenAgreement>('GET', path);
  if (seen.acceptedBy !== null) return seen;
  for (const person of side.people.persons) await person.call('POST', `${path}/accept`);
  return proposer.call<SeenAgreement>('GET', path);
}

async function untilInForce(side: Joining, id: string): Promise<void> {
  const until = performance.now() + CROSSES_WITHIN;
  while ((await find(side, id))?.status !== 'in_force') {
    if (performance.now() > until)
      throw new Error(`the agreement with the peer's gateway did not come into force`);
    await pause(200);
  }
}

async function agreementsWith({ people: { proposer } }: Joining, ori: string): Promise<SeenAgreement[]> {
  const { agreements } = await proposer.call<{ agreements: SeenAgreement[] }>('GET', '/v1/agreements');
  return agreements.filter((one) => one.ori === ori);
}

async function find({ people: { proposer } }: Joining, id: string): Promise<SeenAgreement | undefined> {
  const { agreements } = await proposer.call<{ agreements: SeenAgreement[] }>('GET', '/v1/agreements');
  return agreements.find((one) => one.id === id);
}
