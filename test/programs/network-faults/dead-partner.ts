/** Measures what a partner that takes connections and never answers costs those who are asked beside it. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { writeSecretFile } from '../../../gateway/cli/write-secret-file.ts';
import { GATEWAY_CLIENT, PEER_ORI } from '../../../gateway/demo/cast/demo-cast.ts';
import { insertAgreement } from '../../setup/database/insert-agreement.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { quantile } from '../bench/support/quantile.ts';
import type { Scene } from './scene.ts';

/** An agency of the demo's registry without a grant. */
const DEAD = 'CO0010200';

export interface DeadPartner {
  readonly asks: number;
  /** Ms of the first ask, which waits for as long as an officer does. */
  readonly first: number;
  /** Ms, of asks of the living one alone, and of those beside the dead one after the first. */
  readonly alone: { readonly p50: number; readonly p99: number };
  readonly beside: { readonly p50: number; readonly p99: number };
}

/** @param asks of each kind, in turns */
export async function measureDeadPartner({ a, b }: Scene, asks: number): Promise<DeadPartner> {
  const silent = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  silent.unref();
  const resource = `http://127.0.0.1:${(silent.address() as { port: number }).port}`;
  await insertAgreement(a.owner, { ori: DEAD, resource, logKey: b.demo.file.logKey });
  const { facts, keys } = a.joining;
  const credentials = { gateway: resource, resource, issuer: facts.issuer, clientId: GATEWAY_CLIENT };
  const path = join(a.demo.dataDir, 'secrets', 'gateways', `${DEAD.toLowerCase()}.json`);
  writeSecretFile(path, JSON.stringify({ ...credentials, privateJwk: keys.gateway }));
  const client = await a.as('own-system', 'node');
  const ask = async (...at: readonly string[]) => {
    const body = { ...demoQuery(client, a.demo.file.plates[0] as string), at };
    const began = performance.now();
    const answer = await client.request('POST', '/v1/asks', body);
    if (answer.status !== 200) throw new Error(`an ask was answered ${answer.status}`);
    return performance.now() - began;
  };
  await ask(PEER_ORI);
  const first = await ask(PEER_ORI, DEAD);
  const [alone, beside]: [number[], number[]] = [[], []];
  for (let i = 0; i < asks; i += 1) {
    alone.push(await ask(PEER_ORI));
    beside.push(await ask(PEER_ORI, DEAD));
  }
  const said = (times: readonly number[], sorted = times.toSorted((one, other) => one - other)) => ({
    p50: Math.round(quantile(sorted, 0.5)),
    p99: Math.round(quantile(sorted, 0.99)),
  });
  return { asks, first: Math.round(first), alone: said(alone), beside: said(beside) };
}
