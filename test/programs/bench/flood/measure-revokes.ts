/** A hundred revokes with the grant made again between, while partners ask all the time. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Asker } from '../../../setup/asker.ts';
import type { Administration } from '../../attacks/scene/administration.ts';
import { type Answer, ask, readsIn } from '../../attacks/scene/ask.ts';
import { ADAMS, AURORA, BRIGHTON } from '../../attacks/scene/cast.ts';
import { queryBody } from '../../attacks/scene/query-body.ts';
import type { OwnGateway } from '../../attacks/scene/scene.ts';
import { quantile } from '../support/quantile.ts';

/** Times in ms. A type of its own members: it becomes a row of the report. */
export type Measured = {
  readonly revokes: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Revokes that were not answered with 200, and of those 503. */
  readonly refused: number;
  readonly unavailable: number;
  readonly partnersP50: number;
  readonly partnersP99: number;
  readonly partnersAnswered: number;
  /** Queries of partners who are granted that were not answered with 200. */
  readonly partnersFailed: number;
  /** Answers with reads to queries that began after a revoke had returned and ended before the next approval. */
  readonly violations: number;
};

/** Ms between two queries of one partner: 600 a minute are allowed. */
const ASKED_EVERY = 100;

interface Asked {
  readonly began: number;
  readonly answer: Answer;
}

/** @param urls of the nodes, asked in turn */
export async function measureRevokes(
  target: OwnGateway,
  urls: readonly string[],
  administration: Administration,
  count: number,
): Promise<Measured> {
  const [granted, revoked]: [Answer[], Asked[]] = [[], []];
  let over = false;
  const keepAsking = async (ori: string, asker: Asker, keep: (asked: Asked) => void) => {
    const body = () => queryBody({ ori, plate: target.plates[1] as string, limit: 10 });
    for (let turn = 0; !over; turn += 1) {
      const began = performance.now();
      const url = urls[turn % urls.length] as string;
      keep({ began, answer: await ask(url, asker, 'POST', '/v1/queries', body()) });
      await pause(ASKED_EVERY);
    }
  };
  const asking = [
    keepAsking(ADAMS, target.as('adams'), ({ answer }) => granted.push(answer)),
    keepAsking(AURORA, target.as('aurora'), ({ answer }) => granted.push(answer)),
    keepAsking(BRIGHTON, target.as('brighton'), (asked) => revoked.push(asked)),
  ];
  const answers: Answer[] = [];
  const closed: { readonly from: number; to: number }[] = [];
  try {
    for (let turn = 0; turn < count; turn += 1) {
      await grantPatiently(administration);
      await pause(ASKED_EVERY * 2);
      const answer = await revoke(administration);
      answers.push(answer);
      if (answer.status === 200) closed.push({ from: performance.now(), to: Number.POSITIVE_INFINITY });
      await pause(ASKED_EVERY);
      for (const one of closed.slice(-1)) one.to = performance.now();
    }
  } finally {
    over = true;
    await Promise.all(asking);
  }
  const isViolation = ({ answer, began }: Asked) =>
    readsIn(answer) > 0 && closed.some(({ from, to }) => began >= from && began + answer.ms <= to);
  const good = granted.filter(({ status }) => status === 200);
  return {
    revokes: answers.length,
    p50: msAt(answers, 0.5),
    p99: msAt(answers, 0.99),
    max: msAt(answers, 1),
    refused: answers.filter(({ status }) => status !== 200).length,
    unavailable: answers.filter(({ status }) => status === 503).length,
    partnersP50: msAt(good, 0.5),
    partnersP99: msAt(good, 0.99),
    partnersAnswered: good.length,
    partnersFailed: granted.length - good.length,
    violations: revoked.filter(isViolation).length,
  };
}

const revoke = ({ administrators, ori, url }: Administration) =>
  ask(url, administrators[0], 'POST', `/v1/agencies/${ori}/revoke`, { reason: 'bench' });

/** What is measured is the revoke: a grant that is told to come again comes again. */
async function grantPatiently({ grant }: Administration): Promise<void> {
  for (let left = 10; ; left -= 1) {
    try {
      await grant();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await pause(500);
    }
  }
}

function msAt(answers: readonly Answer[], share: number): number {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round(quantile(times, share) * 10) / 10;
}
