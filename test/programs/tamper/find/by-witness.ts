/** A witness that has cosigned the log as it was, and is asked to cosign what it has become. */
import { MissingEntriesError } from '../../../../gateway/audit/log-store.ts';
import { startWitness } from '../../../setup/witness-process.ts';
import type { HostileLog } from '../hostile-log.ts';
import type { BaseLog, Finding } from '../tampering.ts';

/** @param directory with key and state of the witness @param name of both files */
export async function findAsWitness(
  log: HostileLog,
  { base, directory, name }: { readonly base: BaseLog; readonly directory: string; readonly name: string },
): Promise<Finding> {
  const witness = await startWitness(directory, name, base.signer.vkey);
  try {
    const body = await log.asksWitness(base.size).catch((error: unknown) => {
      if (error instanceof MissingEntriesError) return null;
      throw error;
    });
    // The owner himself cannot prove that it grew, where an entry is gone that the proof needs.
    if (body === null) return { found: false, named: false, says: 'is not asked: no proof can be made' };
    const { status, text } = await witness.ask(body);
    const found = status !== 200;
    return { found, named: found, says: found ? `${status} ${text.trim()}` : 'cosigns' };
  } finally {
    await witness.end();
  }
}
