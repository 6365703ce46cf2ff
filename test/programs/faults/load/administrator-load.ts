/** Administrators that grant, and lower rights in turn: by officer, by agency, by grant, everybody's at once. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Asker } from '../../../setup/asker.ts';
import { Administrator, issueGrant } from './administrator.ts';
import { type History, isDone } from './history.ts';

export interface AdministratorOptions {
  readonly port: number;
  readonly administrators: readonly [Asker, Asker];
  readonly history: History;
  readonly stopped: () => boolean;
  /** Ms that sharing is in force before each revoke, at most; more where nothing was released in the turns before. */
  readonly sharedFor: number;
  /** Ms between the end of a halt and the next, on average. */
  readonly haltEvery: number;
}

const PAUSE_AFTER_FAULT = 100;
/** Ms, after turns in which nothing was released. */
const LONGEST_SHARED = 2_000;

/** Grants the partner, lets it share a while, revokes, now and then suspends an officer before; until stopped. */
export async function grantAndRevoke(options: AdministratorOptions, partner: string): Promise<void> {
  const { administrators, history, port, sharedFor, stopped } = options;
  const both = administrators.map((asker) => new Administrator(port, asker)) as [
    Administrator,
    Administrator,
  ];
  const [first] = both;
  /** Turns in a row in which nothing was released: on a slow machine it has to be shared for longer. */
  let idle = 0;
  for (let turn = 0; !stopped(); turn += 1) {
    const grant = await issueGrant(both, partner);
    if (grant === null) {
      await pause(PAUSE_AFTER_FAULT);
      continue;
    }
    const before = history.attempts.length;
    await pause(Math.random() * Math.max(sharedFor, Math.min(sharedFor * (1 + idle), LONGEST_SHARED)));
    if (turn % 4 === 1) await suspendOne(first, history, partner);
    const path = turn % 3 === 2 ? `/v1/grants/${grant}/revoke` : `/v1/agencies/${partner}/revoke`;
    // Like a person who must be sure: again until it is said to be true.
    while ((await first.lower(history, partner, path)).status !== 200 && !stopped())
      await pause(PAUSE_AFTER_FAULT);
    await pause(10);
    idle = history.attempts.slice(before).some(isDone) ? 0 : idle + 1;
  }
  for (const administrator of both) administrator.close();
}

/** Suspends an officer of the partner, which is a mark for the whole agency, and reinstates that officer. */
async function suspendOne(administrator: Administrator, history: History, partner: string): Promise<void> {
  const { body } = await administrator.ask('GET', `/v1/subjects?agency=${partner}&limit=1`);
  const [officer] = (body.subjects ?? []) as { id: string }[];
  if (officer === undefined) return;
  const { status } = await administrator.lower(history, partner, `/v1/subjects/${officer.id}/suspend`);
  if (status === 200) await administrator.ask('POST', `/v1/subjects/${officer.id}/reinstate`);
}

const RESUMING = { reason: 'the load goes on' };

/** Halts everybody, and resumes by two persons, now and then, until stopped. */
export async function haltAndResume(options: AdministratorOptions): Promise<void> {
  const { administrators, history, port, haltEvery, stopped } = options;
  const both = administrators.map((asker) => new Administrator(port, asker));
  /** 200 or not: the first of them is told 202. */
  const resume = async () => {
    let status = 0;
    for (const each of both) ({ status } = await each.ask('POST', '/v1/sharing/resume', RESUMING));
    return status;
  };
  while (!stopped()) {
    await pause(haltEvery * (0.5 + Math.random()));
    await (both[0] as Administrator).lower(history, null, '/v1/sharing/halt');
    while ((await resume()) !== 200 && !stopped()) await pause(PAUSE_AFTER_FAULT);
  }
  await resume();
  for (const each of both) each.close();
}
