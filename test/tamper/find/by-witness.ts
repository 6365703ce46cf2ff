/** A witness that has cosigned the log as it was, and is asked to cosign what it has become. */
import { startWitness } from '../../setup/witness-process.ts';
import type { HostileLog } from '../hostile-log.ts';
import type { BaseLog, Finding } from '../tampering.ts';

/** @param directory with key and state of the witness @param name of both files */
export async function findAsWitness(
  log: HostileLog,
  { base, directory, name }: { readonly base: BaseLog; readonly directory: string; readonly name: string },
): Promise<Finding> {
  const witness = await startWitness(directory, name, base.signer.vkey);
  try {
    const { status, text } = await witness.ask(await log.asksWitness(base.size));
    const found = status !== 200;
    return { found, named: found, says: found ? `${status} ${text.trim()}` : 'cosigns' };
  } finally {
    await witness.end();
  }
}
