/**
 * Tells the other side what we have said, within seconds while both run, and again and again while it is down. Its answer
 * brings what it has said itself; so what we accepted is told once more each hour, and whatever was lost comes then.
 */

import type { GatewayClient } from '../../cli/client/http-client.ts';
import { GatewayError } from '../../faults/errors.ts';
import { validateTakenNote } from './agreement.schema.ts';
import type { Agreement } from './agreement-document.ts';
import { type DueNote, putOff, setTold, takeDue } from './due-notes-store.ts';
import { type AgreementDeps, takeSent } from './propose-agreement.ts';

export interface TellDeps extends AgreementDeps {
  readonly connect: (ori: string) => Promise<Pick<GatewayClient, 'request'>>;
  readonly log: { warn(fields: object, message: string): void };
}

const PATH = '/v1/network/agreements';

/** Tells what is due. Never rejects for what another gateway does: that waits for the next time. */
export async function tellAgreements(deps: TellDeps): Promise<void> {
  await Promise.all((await takeDue(deps.pool)).map((due) => tell(deps, due)));
}

async function tell(deps: TellDeps, due: DueNote): Promise<void> {
  try {
    const agreement = JSON.parse(due.document) as Agreement;
    const client = await deps.connect(due.ori);
    const { body, status } = await client.request('POST', PATH, { agreement, note: due.note });
    // It never heard of what we reject: there is nothing to tell.
    const isUnknown = status === 404 && due.word !== 'accept';
    if (status !== 200 && !isUnknown) throw new GatewayError('unavailable', `it answered ${status}`);
    if (status === 200 && validateTakenNote(body)) {
      for (const note of body.notes) await takeSent(deps, { agreement, note }, due);
    }
    await setTold(deps.pool, due);
  } catch (error) {
    await putOff(deps.pool, due);
    const code = error instanceof GatewayError ? error.code : undefined;
    // A gateway may be down for long; of that the list tells.
    if (due.tries === 1)
      deps.log.warn(
        { agency: due.ori, code },
        'another gateway was not told of an agreement; it is tried again',
      );
  }
}
