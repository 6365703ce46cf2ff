/** Checks the cosignatures of witnesses on a checkpoint (C2SP tlog-cosignature) against a policy. */
import { type Bytes, utf8 } from './bytes.ts';
import { isQuorum, type Policy, type Witness } from './policy.ts';
import { type Note, splitNote } from './signed-note.ts';

export interface Cosigned {
  /** The name of the witness in the policy. */
  readonly witness: string;
  /** The time at which it signed, UTC. */
  readonly at: string;
}

export interface QuorumReport {
  readonly ok: boolean;
  /** The faults found; empty exactly if `ok`. */
  readonly faults: readonly string[];
  readonly cosigned: readonly Cosigned[];
}

const TIME_SIZE = 8;
/** Seconds since the epoch: JavaScript has no later date. */
const LATEST = 8_640_000_000_000;

/**
 * @param note of a checkpoint that was opened
 * @param vkeys of the log: the policy must be for one of them, if it names logs at all
 * @param since milliseconds, UTC. Older cosignatures do not count: anyone who replays an old head has them too
 */
export async function checkQuorum(
  note: string,
  vkeys: string,
  policy: Policy,
  since = 0,
): Promise<QuorumReport> {
  const faults: string[] = [];
  const cosigned: Cosigned[] = [];
  if (policy.logs.length > 0 && !vkeys.split(/\s+/).some((vkey) => policy.logs.includes(vkey))) {
    faults.push('the policy is of other logs: its `log` lines do not name the key of this one');
  }
  const opened = splitNote(note);
  for (const witness of policy.witnesses) {
    try {
      const time = await timeOfCosignature(opened, witness);
      if (time !== null) cosigned.push({ witness: witness.name, at: new Date(time * 1000).toISOString() });
    } catch (error) {
      faults.push((error as Error).message);
    }
  }
  const fresh = cosigned.filter(({ at }) => Date.parse(at) >= since);
  if (isQuorum(policy, namesOf(cosigned)) && !isQuorum(policy, namesOf(fresh))) {
    faults.push(
      `the cosignatures are older than ${new Date(since).toISOString()}: this may be an old head that is shown again; next: ` +
        'ask the witnesses for the newest head that they have cosigned of this log',
    );
  }
  if (!isQuorum(policy, namesOf(cosigned))) {
    const names = cosigned.map(({ witness }) => `\`${witness}\``).join(', ');
    faults.push(
      `the checkpoint is cosigned by ${names || 'nobody of the policy'}, and its quorum demands more; next: try again in a ` +
        'minute; if that does not help, ask the witnesses what they have seen of this log',
    );
  }
  return { ok: faults.length === 0, faults, cosigned };
}

const namesOf = (cosigned: readonly Cosigned[]) => new Set(cosigned.map(({ witness }) => witness));

/** Returns the latest time, or null: not cosigned. @throws Error if a cosignature in its name is bad */
async function timeOfCosignature({ signatures, text }: Note, witness: Witness): Promise<number | null> {
  const { key, keyId, keyName, name } = witness;
  const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  let latest: number | null = null;
  for (const { signature } of signatures.filter((by) => by.name === keyName && by.id === keyId)) {
    const time = timeIn(signature);
    const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
    const good =
      signature.length === TIME_SIZE + 64 &&
      time > 0 &&
      time < LATEST &&
      (await crypto.subtle.verify('Ed25519', imported, signature.subarray(TIME_SIZE), message));
    if (!good) throw new Error(`the cosignature that bears the name of the witness \`${name}\` is bad`);
    latest = Math.max(time, latest ?? 0);
  }
  return latest;
}

function timeIn(signature: Bytes): number {
  return signature.subarray(0, TIME_SIZE).reduce((value, byte) => value * 256 + byte, 0);
}
