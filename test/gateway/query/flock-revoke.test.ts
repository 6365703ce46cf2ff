/**
 * A revoke while the vendor is being asked: after it has returned nothing is asked and nothing released, until the next
 * approval. `FLOCK_REVOKES=10000 FLOCK_PARTNERS=4 npm test -- test/gateway/query/flock-revoke.test.ts` does it as often,
 * on a machine that does nothing else with several partners at once, so that the pauses of one are the work of another.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NoAnswer } from '../../../gateway/cli/client/http-client-answer.ts';
import { type AskingPartner, type FlockFixture, startFlockGateway } from './flock-fixture.ts';

const ATTEMPTS = Number(process.env.FLOCK_REVOKES ?? 12);
const PARTNERS = ['CO0010000', 'CO0010100', 'CO0010200', 'CO0010400'].slice(
  0,
  Number(process.env.FLOCK_PARTNERS ?? 1),
);
/** Queries of the partner under way at each. */
const AT_ONCE = 6;
/** Ms by which the vendor's answers are late, at most. */
const LATEST = 30;
/** Told how far it is, and what it found, as often. */
const TOLD_EVERY = 500;

let gateway: FlockFixture;
beforeAll(async () => {
  gateway = await startFlockGateway({}, PARTNERS);
  for (const { ori } of gateway.partners) {
    gateway.simulator.addReads([{ plate: plateOf(ori), capturedAt: new Date(Date.now() - 600_000) }]);
  }
});
afterAll(() => gateway.close());

/** Its questions to the vendor are known by it. */
const plateOf = (ori: string) => `REV${ori.slice(-4)}`;

interface Outcomes {
  readonly begun: number;
  readonly byStatus: Map<number, number>;
  /** Revokes after which the next query was refused for it. */
  readonly laterRefused: number;
}
const outcomes = { begun: 0, byStatus: new Map<number, number>(), laterRefused: 0 };
/** Ms that a query takes here and now: some are revoked before they are asked, some while, some after. */
let usual = LATEST;

/** Of an answer that was on its way: a revoke resets its connection. */
const CUT = 0;

async function timed(
  partner: AskingPartner,
): Promise<Pick<Awaited<ReturnType<AskingPartner['ask']>>, 'body' | 'status'>> {
  const began = performance.now();
  const answer = await partner.ask(plateOf(partner.ori)).catch((error: Error) => {
    if (error instanceof NoAnswer) return { status: CUT, body: {} };
    throw error;
  });
  if (answer.status === 200) usual = 0.9 * usual + 0.1 * (performance.now() - began);
  return answer;
}

/**
 * What had left the gateway lies in the vendor's sockets, which are read in the order in which they have something: a call
 * that is answered came after it. The vendor reads the body of a question after its head, so it is called twice.
 */
async function heardBefore(vendor: string): Promise<void> {
  for (let call = 0; call < 2; call += 1) await fetch(vendor).then((answer) => answer.arrayBuffer());
}

/** Of one partner, which has the grant. */
async function attempt(partner: AskingPartner, grantId: string): Promise<void> {
  const { admin, simulator } = gateway;
  simulator.setDelay(Math.random() * LATEST);
  const asked = Array.from({ length: AT_ONCE }, () => timed(partner));
  await pause(Math.random() * usual);
  const { index: mark } = await admin.call<{ index: number }>('POST', `/v1/grants/${grantId}/revoke`, {
    reason: 'a rehearsal',
  });
  await heardBefore(simulator.url);
  const returned = Date.now();
  const questions = simulator.questions().length;
  for (const { body, status } of await Promise.all(asked)) {
    outcomes.byStatus.set(status, (outcomes.byStatus.get(status) ?? 0) + 1);
    expect([CUT, 200, 403, 503]).toContain(status);
    if ((body.reads?.length ?? 0) === 0) expect(status).not.toBe(200);
    else expect((body as { receipt?: { index: number } }).receipt?.index).toBeLessThan(mark);
  }
  // A machine that stands still for a moment answers 503: nothing leaves then either.
  const later = await partner.ask(plateOf(partner.ori));
  expect([403, 503]).toContain(later.status);
  outcomes.laterRefused += later.body.reasons?.[0]?.code === 'grant_revoked' ? 1 : 0;
  const askedLater = simulator
    .questions()
    .slice(questions)
    .filter(({ at, plate }) => plate === plateOf(partner.ori) && at.getTime() > returned + 1);
  expect(askedLater).toEqual([]);
}

/** One attempt after the other, until there were as many as there must be. */
async function revokeAgainAndAgain(partner: AskingPartner): Promise<void> {
  while (outcomes.begun < ATTEMPTS) {
    outcomes.begun += 1;
    if (outcomes.begun % TOLD_EVERY === 0) tell(outcomes);
    await attempt(partner, await partner.grant());
  }
}

function tell({ begun, byStatus, laterRefused }: Outcomes): void {
  process.stderr.write(`${begun} revokes; ${JSON.stringify([...byStatus])}, refused later ${laterRefused}\n`);
}

test(
  'nothing is asked and nothing is released after it has returned',
  async () => {
    const [first] = gateway.partners as [AskingPartner, ...AskingPartner[]];
    // What is usual here, before it is known how long to wait.
    gateway.simulator.setDelay(LATEST);
    for (let query = 0; query < AT_ONCE; query += 1) expect((await timed(first)).status).toBe(200);
    await attempt(first, gateway.grantId);
    await Promise.all(gateway.partners.map(revokeAgainAndAgain));
    expect(outcomes.laterRefused).toBeGreaterThan(0.9 * ATTEMPTS);
    // It was not too early or too late each time, nor did anything else refuse before the revoke could.
    expect(outcomes.byStatus.get(200)).toBeGreaterThan(ATTEMPTS / 4);
    expect(outcomes.byStatus.get(403)).toBeGreaterThan(ATTEMPTS / 4);
    const revoked = new Set<string>();
    const rows = await gateway.log.owner<{ kind: string; agency: string }>(
      `SELECT e ->> 'kind' AS kind, e ->> 'agency' AS agency FROM log_entry, LATERAL (SELECT entry::jsonb AS e) o
       WHERE e ->> 'agency' IS NOT NULL ORDER BY index`,
    );
    expect(rows.filter(({ kind }) => kind === 'source_asked').length).toBeGreaterThan(ATTEMPTS);
    for (const { agency, kind } of rows) {
      if (kind === 'revoked') revoked.add(agency);
      else if (kind === 'grant_approved') revoked.delete(agency);
      else if (revoked.has(agency)) expect(['release', 'source_asked']).not.toContain(kind);
    }
  },
  60_000 + ATTEMPTS * 1_000,
);

test('a question that the vendor does not answer is cut, and the officer is told why', async () => {
  const { admin, partners, simulator } = gateway;
  const [partner] = partners as [AskingPartner, ...AskingPartner[]];
  const grantId = await partner.grant();
  simulator.setDelay(0);
  simulator.misbehave({ fault: 'silent' });
  const before = simulator.questions().length;
  const asked = partner.ask(plateOf(partner.ori));
  while (simulator.questions().length === before) await pause(5);
  const began = performance.now();
  await admin.call('POST', `/v1/grants/${grantId}/revoke`, { reason: 'a rehearsal' });
  const { body, status } = await asked;
  // Long before the gateway would have given up by itself.
  expect(performance.now() - began).toBeLessThan(2_000);
  expect([status, body.reasons?.[0]?.code]).toEqual([403, 'grant_revoked']);
  const kinds = (await gateway.entries()).slice(-4).map(({ asker, kind }) => asker.fault ?? kind);
  expect(kinds).toEqual(expect.arrayContaining(['question_cut', 'refusal']));
});
