/** An administrator who asks over HTTP, and what two of them do together: the grant that both must want. */
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';
import type { Asker } from '../../../setup/asker.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import { clock, type History } from './history.ts';
import { HttpConnection } from './http-connection.ts';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const APPROVED = PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code);
const DAY = 86_400_000;

/** Asks, and asks again on a new connection after a fault. */
export class Administrator {
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

/** Resolves to the id of a grant that was proposed; null where it was not. Where one is in force, that one stays. */
export async function issueGrant(
  [first, second]: readonly [Administrator, Administrator],
  partner: string,
): Promise<string | null> {
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
