/** A real log: a gateway is asked by two agencies, one of a third is revoked, until it has so many entries. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCheckpointSigner } from '../../../gateway/audit/checkpoint-signer.ts';
import { SECRET_FILES } from '../../../gateway/settings/secrets.ts';
import type { Asker } from '../../setup/asker.ts';
import { startWitness } from '../../setup/witness-process.ts';
import { control } from '../attacks/attack.ts';
import { type Answer, ask, describe, readsIn } from '../attacks/scene/ask.ts';
import { ADAMS, AURORA, BRIGHTON, type MemberName } from '../attacks/scene/cast.ts';
import { LOG_ORIGIN } from '../attacks/scene/gateway-node.ts';
import { grantBody, grantSharing } from '../attacks/scene/grant-sharing.ts';
import { runProgram } from '../attacks/scene/programs.ts';
import { queryBody } from '../attacks/scene/query-body.ts';
import type { OwnGateway, Scene } from '../attacks/scene/scene.ts';
import { serveHostileLog } from './hostile-log.ts';
import type { BaseLog } from './tampering.ts';

const AT_ONCE = 48;
/** Of so many one is refused. */
const REFUSED_EVERY = 20;
/** Releases whose answers are kept, one after as many entries as the others. */
const TARGETS = 12;
export const WITNESS = 'witness';

type Progress = (entries: number) => void;

/** @param directory for what outsiders keep of it @throws ControlFailed where the gateway does not answer as it should */
export async function makeBaseLog(
  scene: Scene,
  { directory, entries, onProgress }: { directory: string; entries: number; onProgress: Progress },
): Promise<BaseLog> {
  const gateway = await scene.gateway();
  const signer = createCheckpointSigner(
    LOG_ORIGIN,
    await readFile(join(gateway.dataDir, 'secrets', SECRET_FILES.logKey), 'utf8'),
  );
  const askAs = askerOf(gateway);
  const { released, revoked } = await revokeAfterRelease(gateway, askAs);
  const targets: BaseLog['targets'][number][] = [];
  for (let i = 1; i <= TARGETS; i += 1) {
    // The entry before its last is the last target: the others have some after them.
    await askUntil(askAs, Math.floor((entries * i) / TARGETS) - AT_ONCE, onProgress);
    const answer = await askAs('adams', ADAMS, 0);
    control(readsIn(answer) > 0, `there is no release to tamper with: ${describe(answer)}`);
    const receiptFile = join(directory, `answer-${i}.json`);
    await writeFile(receiptFile, answer.text);
    targets.push({ target: answer.body.receipt.index, receiptFile });
  }
  await askUntil(askAs, entries, onProgress);
  await gateway.node.program.stop();
  const honest = await serveHostileLog(gateway.owner, signer);
  try {
    const checkpoint = await (await fetch(`${honest.url}/checkpoint`)).text();
    const mirror = join(directory, 'mirror');
    const words = ['audit', 'mirror', honest.url, mirror, '--key', signer.vkey];
    const { code, output } = await runProgram(scene.source, 'gateway/cli.ts', words, {}).ended;
    control(code === 0, `the honest log could not be mirrored: ${output}`);
    await haveCosigned(directory, signer.vkey, await honest.asksWitness(0));
    const { size } = honest;
    const [first] = targets as [BaseLog['targets'][number]];
    const { dataDir, databases } = gateway;
    return { ...first, databases, dataDir, size, signer, checkpoint, targets, released, revoked, mirror };
  } finally {
    await honest.close();
    // Copies are made of a database to which nobody is connected.
    await scene.endAttack();
  }
}

/** @returns the index of the release, and of the revocation */
async function revokeAfterRelease(
  gateway: OwnGateway,
  askAs: AskAs,
): Promise<{ released: number; revoked: number }> {
  const administrators = [gateway.as('first-admin'), gateway.as('second-admin')] as const;
  await grantSharing(gateway.url, administrators, grantBody(BRIGHTON));
  const answer = await askAs('brighton', BRIGHTON, 0);
  control(readsIn(answer) > 0, `there is no release before the revocation: ${describe(answer)}`);
  const revoked = await ask(
    ...([gateway.url, administrators[0], 'POST', `/v1/agencies/${BRIGHTON}/revoke`] as const),
    { reason: 'tamper suite' },
  );
  control(revoked.status === 200, `it could not be revoked: ${describe(revoked)}`);
  const { rows } = await gateway.owner.query(
    `SELECT max(index)::int AS index FROM audit_detail WHERE kind = 'revoked'`,
  );
  return { released: answer.body.receipt.index, revoked: rows[0].index };
}

async function askUntil(askAs: AskAs, size: number, onProgress: Progress): Promise<void> {
  let reached = 0;
  let number = 0;
  const keepOn = async () => {
    while (reached < size) {
      number += 1;
      const isAdams = number % 2 === 0;
      const answer = await askAs(isAdams ? 'adams' : 'aurora', isAdams ? ADAMS : AURORA, number);
      // A node that stood still for a moment says so, and is asked again.
      if (answer.status === 503) {
        await pause(Number(answer.headers.get('Retry-After') ?? 1) * 1_000);
        continue;
      }
      control(answer.status === 200 || answer.status === 403, `a query failed: ${describe(answer)}`);
      reached = Math.max(reached, (answer.body.receipt.index as number) + 1);
      if (number % 1_000 === 0) onProgress(reached);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepOn));
}

/** One token each: to make one costs more than to ask. */
type AskAs = (member: MemberName, ori: string, number: number) => Promise<Answer>;

function askerOf(gateway: OwnGateway): AskAs {
  const askers = new Map<MemberName, Asker>();
  return (member, ori, number) => {
    const asker = askers.get(member) ?? gateway.as(member);
    askers.set(member, asker);
    return askOnce(gateway, asker, ori, number);
  };
}

function askOnce(gateway: OwnGateway, asker: Asker, ori: string, number: number): Promise<Answer> {
  const plate = gateway.plates[number % gateway.plates.length] as string;
  const isRefused = number % REFUSED_EVERY === REFUSED_EVERY - 1;
  const asked = { ori, plate, officer: `officer-${number % 40}`, limit: 1 };
  const body = queryBody(isRefused ? { ...asked, days: 365 } : asked);
  return ask(gateway.url, asker, 'POST', '/v1/queries', body);
}

async function haveCosigned(directory: string, logKey: string, body: string): Promise<void> {
  await mkdir(join(directory, WITNESS), { recursive: true });
  const witness = await startWitness(join(directory, WITNESS), WITNESS, logKey);
  const { status, text } = await witness.ask(body);
  await witness.end();
  control(status === 200, `the witness did not cosign the honest log: ${status} ${text}`);
}

/** As the node kept it, in a copy of its database: where the log was seen is not said. */
export async function copyDataDir(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
  const path = join(to, 'log-head.json');
  const { database: _, ...head } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify(head));
}
