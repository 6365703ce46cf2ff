/** Administrators that grant, and lower rights in turn: by officer, by agency, by grant, everybody's at once. */
import { setTimeout as pause } from 'node:timers/promises';
import { PURPOSES } from '../../../sharing-rules/purposes.ts';
import type { Asker } from '../../setup/asker.ts';
import { requestBytes } from '../../setup/http-bytes.ts';
import { clock, type History } from './history.ts';
import { HttpConnection } from './http-connection.ts';

export interface AdministratorOptions {
  readonly port: number;
  readonly administrators: readonly [Asker, Asker];
  readonly history: History;
  readonly stopped: () => boolean;
  /** Ms that sharing is in force before each revoke, at most. */
  readonly sharedFor: number;
  /** Ms between the end of a halt and the next, on average. */
  readonly haltEvery: number;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const PAUSE_AFTER_FAULT = 100;
const APPROVED = PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code);
const DAY = 86_400_000;

/** One administrator's desk: asks, and asks again on a new connection after a fault. */
export class Desk {
  readonly #connection: HttpConnection;
  readonly #asker: Asker;

  constructor(port: number, asker: Asker) {
    this.#connection = new HttpConnection(port);
    this.#asker = asker;
  }

  /** Status 0: the connection ended first. */
  async ask(method: string, path: string, body: object = {}): Promise<Answer> {
    try {
      const { body: text, status } = await this.#connection.exchange(
        requestBytes(this.#asker, method, path, body),
      );
      return { status, body: JSON.parse(text) };
    } catch {
      return { status: 0, body: {} };
    }
  }

  /** A lowering, put into the history. */
  async lower(history: History, agency: string | null, path: string): Promise<Answer> {
    const begun = clock();
    const answer = await this.ask('POST', path, { reason: 'fault harness' });
    const mark = answer.status === 200 ? (answer.body.index as number) : null;
    history.lowered.push({ agency, begun, ended: clock(), status: answer.status, mark });
    return answer;
  }

  close(): void {
    this.#connection.close();
  }
}

/** Grants the partner, lets it share a while, revokes, now and then suspends an officer before; until stopped. */
export async function grantAndRevoke(options: AdministratorOptions, partner: string): Promise<void> {
  const { administrators, history, port, sharedFor, stopped } = options;
  const desks = administrators.map((asker) => new Desk(port, asker)) as [Desk, Desk];
  const [first] = desks;
  for (let turn = 0; !stopped(); turn += 1) {
    const grant = await share(desks, partner);
    if (grant === null) {
      await pause(PAUSE_AFTER_FAULT);
      continue;
    }
    await pause(Math.random() * sharedFor);
    if (turn % 4 === 1) await suspendOne(first, history, partner);
    const path = turn % 3 === 2 ? `/v1/grants/${grant}/revoke` : `/v1/agencies/${partner}/revoke`;
    // Like a person who must be sure: again until it is said to be true.
    while ((await first.lower(history, partner, path)).status !== 200 && !stopped())
      await pause(PAUSE_AFTER_FAULT);
    await pause(10);
  }
  for (const desk of desks) desk.close();
}

/** Suspends an officer of the partner, which is a mark for the whole agency, and reinstates that officer. */
async function suspendOne(desk: Desk, history: History, partner: string): Promise<void> {
  const { body } = await desk.ask('GET', `/v1/subjects?agency=${partner}&limit=1`);
  const [officer] = (body.subjects ?? []) as { id: string }[];
  if (officer === undefined) return;
  const { status } = await desk.lower(history, partner, `/v1/subjects/${officer.id}/suspend`);
  if (status === 200) await desk.ask('POST', `/v1/subjects/${officer.id}/reinstate`);
}

/** Resolves to the id of a grant that was proposed; null where it was not. Where one is in force, that one stays. */
export async function share([first, second]: readonly [Desk, Desk], partner: string): Promise<string | null> {
  const today = new Date().toISOString().slice(0, 10);
  const proposed = await first.ask('POST', '/v1/grants', {
    partner,
    purposes: APPROVED,
    dataClasses: ['reads'],
    lookBackDays: 30,
    dailyRecords: 1_000_000_000,
    validUntil: new Date(Date.now() + 90 * DAY).toISOString(),
    agreement: { reference: 'MOU-1', signedOn: today, article74: true, officerMfa: true },
    certification: { signer: 'A Signer', signedOn: today },
  });
  if (proposed.status !== 201) return null;
  const id = proposed.body.id as string;
  const { status } = await second.ask('POST', `/v1/grants/${id}/approve`);
  return status === 200 || status === 409 ? id : null;
}

/** Halts and resumes everybody, now and then, until stopped. */
export async function haltAndResume(options: AdministratorOptions): Promise<void> {
  const { administrators, history, port, haltEvery, stopped } = options;
  const desk = new Desk(port, administrators[0]);
  while (!stopped()) {
    await pause(haltEvery * (0.5 + Math.random()));
    await desk.lower(history, null, '/v1/sharing/halt');
    while ((await desk.ask('POST', '/v1/sharing/resume')).status !== 200 && !stopped())
      await pause(PAUSE_AFTER_FAULT);
  }
  await desk.ask('POST', '/v1/sharing/resume');
  desk.close();
}
