/** Somebody on the way to a witness answers once in its name, unsigned: all releases must not stop for that. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCheckpointSigner } from '../../../../gateway/audit/checkpoint-signer.ts';
import { startWitness } from '../../../setup/witness-process.ts';
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { LOG_ORIGIN } from '../scene/gateway-node.ts';
import { queryBody } from '../scene/query-body.ts';

interface Lie {
  readonly status: number;
  readonly text: string;
}

/** Ms: releases stop where the witness lags behind by more. */
const MOST_LAG = 3_000;
/** Ms in which a node that asks again is told the truth. */
const PATIENCE = 20_000;
const LOOK_EVERY = 250;

const LIES: readonly Lie[] = [
  { status: 409, text: '9007199254740991\n' },
  { status: 422, text: 'the consistency proof does not lead there\n' },
];

export const attack: Attack = {
  tries: 'one unsigned answer in the name of a required witness stops all releases, or alarms',
  run: async (scene) => {
    const dataDir = await scene.copyOfDataDir();
    const pem = await readFile(join(dataDir, 'secrets', 'log-key.pem'), 'utf8');
    const witness = await startWitness(dataDir, 'w1', createCheckpointSigner(LOG_ORIGIN, pem).vkey);
    let lie: Lie | null = null;
    const between = createServer(async (request, response) => {
      const told = request.method === 'POST' ? lie : null;
      if (told !== null) {
        lie = null;
        return void response.writeHead(told.status, { 'Content-Type': 'text/x.tlog.size' }).end(told.text);
      }
      const { method = 'GET', url = '/' } = request;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = method === 'POST' ? { body: Buffer.concat(chunks) } : {};
      const answer = await fetch(witness.url + url, { method, ...body }).catch(() => null);
      response.writeHead(answer?.status ?? 502).end(await answer?.text());
    });
    await new Promise<void>((done) => between.listen(0, '127.0.0.1', done));
    try {
      const policy = join(dataDir, 'witnesses.txt');
      const { port } = between.address() as AddressInfo;
      await writeFile(policy, `witness sheriff ${witness.vkey} http://127.0.0.1:${port}\nquorum sheriff\n`);
      const settings = { LOG_WITNESSES: policy, LOG_WITNESS_MAX_LAG_S: String(MOST_LAG / 1_000) };
      const target = await scene.gatewayOn(await scene.copyDatabases(), settings, dataDir);
      const adams = target.as('adams');
      const body = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
      const query = async () => (await ask(target.url, adams, 'POST', '/v1/queries', body)).status;
      const releasedWithin = async (ms: number) => {
        for (const until = performance.now() + ms; performance.now() < until; await pause(LOOK_EVERY)) {
          if ((await query()) === 200) return true;
        }
        return false;
      };
      control(await releasedWithin(PATIENCE), 'nothing was released with an honest witness');
      const seen: string[] = [];
      let refused = true;
      for (const one of LIES) {
        lie = one;
        const told = performance.now() + PATIENCE;
        while (lie !== null && performance.now() < told) await query().then(() => pause(LOOK_EVERY));
        control(lie === null, 'the witness was not asked');
        await pause(MOST_LAG + 500);
        const goesOn = await releasedWithin(PATIENCE);
        const metrics = (await ask(target.url, null, 'GET', '/metrics')).text;
        const alarms = Number(/^alpr_log_witness_alarms_total (\d+)$/m.exec(metrics)?.[1]);
        refused &&= goesOn && alarms === 0;
        seen.push(
          `after one ${one.status}: ${goesOn ? 'releases go on' : 'nothing is released'}, ${alarms} alarms`,
        );
        // A witness that is never asked again cannot be lied for again.
        if (!refused) break;
      }
      return { refused, seen: seen.join('; ') };
    } finally {
      between.closeAllConnections();
      between.close();
      await witness.end('SIGKILL');
    }
  },
};
