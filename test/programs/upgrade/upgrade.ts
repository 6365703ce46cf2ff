/**
 * A rolling upgrade: two nodes of the version before, then the schema of this one, then one node after the other
 * replaced, while partners ask and an administrator revokes and grants again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startLoad, type TlsAsker, tlsAsker } from '../../deploy/tls-load.ts';
import type { Asker } from '../../setup/asker.ts';
import { grantBody } from '../attacks/scene/grant-sharing.ts';
import { PLATE, type Site } from './site.ts';
import type { Version } from './versions.ts';

export interface Phase {
  readonly name: string;
  readonly seconds: number;
  readonly queries: number;
  readonly failed: readonly string[];
  readonly revocations: number;
  readonly failedRevocations: readonly string[];
}

const CONNECTIONS = 6;

export function queryBody({ ori }: Asker, turn: number): object {
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
    },
    onBehalfOf: { id: `officer-${turn % 5}`, name: 'Officer', ori },
    plate: { number: PLATE },
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date().toISOString(),
  };
}

/** @param settle ms for which each state is held under load */
export async function upgrade(
  site: Site,
  {
    from,
    to,
    settle,
    onPhase,
  }: { from: Version; to: Version; settle: number; onPhase: (phase: Phase) => void },
): Promise<{ readonly phases: Phase[]; readonly answers: string[] }> {
  site.asOwner(from, 'migrate');
  await site.fill(from);
  await site.start(0, from);
  await site.start(1, from);
  const { administrators, partners } = site.cast;
  const connect = (asker: Asker) => tlsAsker(site.publicUrl, site.certificate.certificate, asker);
  const [first, second] = administrators.map(connect) as [TlsAsker, TlsAsker];
  const [steady, revoked] = partners as [Asker, Asker, ...Asker[]];
  for (const { ori } of [steady, revoked]) await grant([first, second], ori);

  const asking = connect(steady);
  const other = connect(revoked);
  const phases: Phase[] = [];
  /** One of each phase, with its receipt. */
  const answers: string[] = [];
  const during = async (name: string, work: () => Promise<unknown> | unknown) => {
    const began = performance.now();
    const load = startLoad(asking, (turn) => queryBody(steady, turn), { connections: CONNECTIONS, rest: 0 });
    const revoking = revokeOnAndOn([first, second], other, revoked);
    await pause(settle / 2);
    await work();
    const { status, text } = await asking.ask('POST', '/v1/queries', queryBody(steady, phases.length));
    if (status === 200) answers.push(text);
    await pause(settle / 2);
    const { failed: failedRevocations, revocations } = await revoking.stop();
    const { answered, failures } = await load.stop();
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const queries = answered + failures.length;
    const phase = { name, seconds, queries, failed: failures, revocations, failedRevocations };
    phases.push(phase);
    onPhase(phase);
  };
  await during(`two nodes of ${from.name}`, () => undefined);
  await during(`migrate, as ${to.name} has it`, () => site.asOwner(to, 'migrate'));
  for (const place of [0, 1]) {
    await during(`replace node ${place + 1}`, async () => {
      await site.stop(place);
      await site.start(place, to);
    });
  }
  await during(`two nodes of ${to.name}`, () => undefined);
  for (const one of [first, second, asking, other]) one.close();
  return { phases, answers };
}

/** @throws Error with the answer where two persons cannot grant it */
async function grant([first, second]: readonly [TlsAsker, TlsAsker], ori: string): Promise<void> {
  const proposed = await first.ask('POST', '/v1/grants', grantBody(ori));
  if (proposed.status !== 201)
    throw new Error(`proposing: ${proposed.status} ${proposed.text.slice(0, 300)}`);
  const approved = await second.ask('POST', `/v1/grants/${JSON.parse(proposed.text).id}/approve`, {});
  if (approved.status !== 200)
    throw new Error(`approving: ${approved.status} ${approved.text.slice(0, 300)}`);
}

/** Revokes, sees that nothing is released, grants again, and sees that it is; until it is stopped. */
function revokeOnAndOn(administrators: readonly [TlsAsker, TlsAsker], asking: TlsAsker, partner: Asker) {
  const failed: string[] = [];
  let [revocations, stopped, turn] = [0, false, 0];
  const expectStatus = async (status: number) => {
    const answer = await asking.ask('POST', '/v1/queries', queryBody(partner, turn++));
    if (answer.status !== status)
      throw new Error(`${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`);
  };
  const once = async () => {
    revocations += 1;
    const path = `/v1/agencies/${partner.ori}/revoke`;
    const { status, text } = await administrators[0].ask('POST', path, { reason: 'a rolling upgrade' });
    if (status !== 200) throw new Error(`revoking: ${status} ${text.slice(0, 300)}`);
    await expectStatus(403);
    await grant(administrators, partner.ori);
    await expectStatus(200);
  };
  const revoking = (async () => {
    while (!stopped) {
      await once().catch((error: Error) => failed.push(error.message));
      await pause(50);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await revoking;
      return { revocations, failed };
    },
  };
}
