/** Says that a duty under a process was done, or that the process is refused; each with its entry in the log. */
import { type Duty, outlivesRefusal } from '../../../sharing-rules/served-process.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { type GrantedByPerson, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { namesSubject } from './process-subjects.ts';
import { findProcess, type ProcessRow, setDutyDone, setProcessRefused } from './processes-store.ts';
import type { ProcessDeps } from './register-process.ts';

interface Changed {
  readonly id: string;
  readonly by: GrantedByPerson;
}

const DONE = 'this duty was done before: see the process';
const REFUSED = 'this process was refused before: see it';

/** @throws GatewayError `not_found`; `conflict` if it was done, or lapsed by a refusal; `malformed` for what the note says */
export function finishDuty(
  deps: ProcessDeps,
  { by, duty, id, note }: Changed & { readonly duty: Duty; readonly note: string | null },
): Promise<ProcessRow> {
  return change(deps, { by, id, member: 'note', words: note }, async (trx, process) => {
    const one = requireFound(
      process.duties.find((each) => each.duty === duty) ?? null,
      'duty of this process',
    );
    if (process.refusedAt !== null && one.doneAt === null && !outlivesRefusal(duty)) {
      throw new GatewayError(
        'conflict',
        'the process was refused, which ended this duty: nothing needs to be done',
      );
    }
    if (!(await setDutyDone(trx, { id, duty, by: by.personId, note })))
      throw new GatewayError('conflict', DONE);
    return { done: duty, ...(note === null ? {} : { note }) };
  });
}

/** @throws GatewayError `not_found`; `conflict` if it was refused, or answered; `malformed` for what the reason says */
export function refuseProcess(
  deps: ProcessDeps,
  { by, id, reason }: Changed & { readonly reason: string },
): Promise<ProcessRow> {
  return change(deps, { by, id, member: 'reason', words: reason }, async (trx, { duties }) => {
    if (duties.some(({ doneAt, duty }) => duty === 'answer' && doneAt !== null)) {
      throw new GatewayError('conflict', 'this process was answered: what was answered is not refused');
    }
    if (!(await setProcessRefused(trx, { id, by: by.personId, reason })))
      throw new GatewayError('conflict', REFUSED);
    return { refused: true, reason };
  });
}

async function change(
  { pool, subjectKey }: ProcessDeps,
  { by, id, member, words }: Changed & { readonly member: string; readonly words: string | null },
  set: (trx: Transaction, process: ProcessRow) => Promise<Readonly<Record<string, unknown>>>,
): Promise<ProcessRow> {
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const process = requireFound(await findProcess(trx, id), 'process');
    if (words !== null && namesSubject(subjectKey, words, process)) {
      throw new GatewayError(
        'malformed',
        `\`${member}\` names a person or a plate of the process, which is kept as a code alone: write it without`,
      );
    }
    const told = await set(trx, process);
    await appendOwnerEvent(trx, {
      kind: 'process_changed',
      agency: null,
      owner: { by: by.personId, process: id, ...told },
    });
    return (await findProcess(trx, id)) as ProcessRow;
  });
}
