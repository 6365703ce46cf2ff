/** Starts a process that plays truthful gateways, and makes their agreements with a demo: over HTTP, signed by both. */
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSecretFile } from '../../../gateway/cli/write-secret-file.ts';
import { generateKeyPair } from '../../../gateway/identity/jose/generate-key-pair.ts';
import type { Agreement, Party } from '../../../gateway/network/agreements/agreement-document.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { RUN_TYPESCRIPT } from '../commands/run-typescript.ts';
import type { RunningDemo } from '../demo/running-demo.ts';

export interface TruthfulProcess {
  readonly pid: number;
  readonly parties: readonly Party[];
  stop(): void;
}

/** @param asks the ORI of the gateway that asks @param oris of the gateways that it plays, all in one process */
export async function startTruthfulPeers(asks: string, oris: readonly string[]): Promise<TruthfulProcess> {
  const file = fileURLToPath(new URL('./truthful-process.ts', import.meta.url));
  const child = fork(file, [asks, ...oris], { execArgv: [...RUN_TYPESCRIPT] });
  const parties = await new Promise<Party[]>((done, fail) => {
    child.once('message', (message) => done(message as Party[]));
    child.once('exit', (code) => fail(new Error(`the truthful gateways ended with ${code}`)));
  });
  return {
    ...{ pid: child.pid as number, parties },
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}

const GIVEN = {
  ...{ purposes: ['stolen_vehicle'], dataClasses: ['reads'], lookBackDays: 30, dailyRecords: 2_000_000_000 },
  retentionDays: 30,
};

/** The demo asks the party from now on. */
export async function joinTruthfulPeer(
  { as, dataDir }: Pick<RunningDemo, 'as' | 'dataDir'>,
  { issuer, logKey, ori, resource }: Party,
): Promise<void> {
  const directory = join(dataDir, 'secrets', 'gateways');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const credentials = { gateway: resource, resource, issuer, clientId: 'ours' };
  const { privateJwk } = generateKeyPair();
  writeSecretFile(
    join(directory, `${ori.toLowerCase()}.json`),
    JSON.stringify({ ...credentials, privateJwk }),
  );
  const [first, second] = await Promise.all([as('admin-1'), as('admin-2')]);
  const { agreement, id } = await first.call<{ agreement: Agreement; id: string }>('POST', '/v1/agreements', {
    terms: {
      ...{ partner: ori, resource, issuer, logKey, weGive: GIVEN, theyGive: GIVEN },
      until: new Date(Date.now() + 300 * DAY).toISOString(),
    },
  });
  for (const person of [first, second]) await person.call('POST', `/v1/agreements/${id}/accept`);
  const answer = await fetch(`${resource}/v1/network/agreements`, {
    method: 'POST',
    body: JSON.stringify({ agreement }),
  });
  const { notes } = (await answer.json()) as { readonly notes: readonly string[] };
  const { status } = await first.call<{ status: string }>('POST', '/v1/agreements', {
    agreement,
    note: notes[0],
  });
  if (status !== 'in_force') throw new Error(`the agreement with ${ori} is ${status}`);
}
