/** Witnesses for a demo: ours, each in a process of its own, all of which must cosign. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCheckpointSigner } from '../../gateway/audit/checkpoint-signer.ts';
import { ensureLogKey } from '../../gateway/settings/secrets.ts';
import { type RunningWitness, startWitness } from './witness-process.ts';

export interface Witnesses {
  /** Settings of the demo that they watch. */
  readonly environment: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** Releases stop where the witnesses lag behind by more, seconds. */
const MOST_LAG = '60';

/** @param count 0: none @param origin of the demo's log */
export async function startWitnesses(count: number, origin: string): Promise<Witnesses> {
  if (count === 0) return { environment: {}, end: async () => undefined };
  const directory = mkdtempSync(join(tmpdir(), 'witnesses-'));
  const dataDir = join(directory, 'data');
  const { vkey } = createCheckpointSigner(origin, ensureLogKey(dataDir).pem);
  const witnesses: RunningWitness[] = [];
  const names = Array.from({ length: count }, (_, i) => `w${i + 1}`);
  for (const name of names) witnesses.push(await startWitness(directory, name, vkey));
  const policy = join(directory, 'policy');
  const lines = names.map((name, i) => `witness ${name} ${witnesses[i]?.vkey} ${witnesses[i]?.url}`);
  writeFileSync(
    policy,
    [`log ${vkey}`, ...lines, `group every all ${names.join(' ')}`, 'quorum every', ''].join('\n'),
  );
  return {
    environment: {
      DATA_DIR: dataDir,
      LOG_ORIGIN: origin,
      LOG_WITNESSES: policy,
      LOG_WITNESS_MAX_LAG_S: MOST_LAG,
    },
    end: async () => {
      await Promise.all(witnesses.map((witness) => witness.end()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
