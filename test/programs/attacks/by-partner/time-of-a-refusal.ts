/** Whoever is refused measures how long it takes: the time must not tell which plates were seen. */
import { takeReads } from '../../../gateway/reads/reads-fixture.ts';
import type { Asker } from '../../../setup/asker.ts';
import { type Attack, control } from '../attack.ts';
import { type Answer, ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import { rankSumP } from '../scene/rank-sum.ts';
import type { OwnGateway } from '../scene/scene.ts';
import { suspendOfficer } from '../scene/suspend-person.ts';

const PAIRS = 200;
/** Below it a difference is believed, if it shows a second time as well: by chance that is one run in ten thousand. */
const LEAST_P = 0.01;
const SEEN = 'ATK0009';
const UNSEEN = 'NVR9901';
const MANY = '1000000';

/** Asks for a plate and resolves to an answer that is no release. */
type Asks = (plate: string) => Promise<Answer>;

export const attack: Attack = {
  tries: 'a suspended officer, one beyond the roster and a replayed proof take the time of their refusals',
  run: async (scene) => {
    const target = await scene.gateway({ AGENCY_REFUSALS_PER_DAY: MANY, AGENCY_HELD_QUERIES: MANY });
    await takeReads(target.readsOwnerUrl, readsOf(SEEN));
    const sequences: Record<string, readonly [lanes: number, asks: Asks]> = {
      suspended: [1, await bySuspended(target)],
      'beyond the roster': [1, await beyondTheRoster(target)],
      'replayed proof': [4, await byReplay(target)],
    };
    const seen: string[] = [];
    let refused = true;
    for (const [name, [lanes, asks]] of Object.entries(sequences)) {
      let { p, told } = await compared(lanes, asks);
      if (p <= LEAST_P) {
        const again = await compared(lanes, asks);
        p = Math.max(p, again.p);
        told = again.told;
      }
      refused &&= p > LEAST_P;
      seen.push(`${name}: ${told}`);
    }
    return { refused, seen: seen.join('; ') };
  },
};

/** As many as a page holds, with long names: what is looked up takes its time. */
function readsOf(plate: string) {
  const now = Date.now();
  return Array.from({ length: 200 }, (_, i) => ({
    plate,
    cameraId: `CAM-${i % 3}`,
    cameraName: `Camera ${i % 3}, `.padEnd(190, 'northbound '),
    capturedAt: new Date(now - 60_000 * (i + 1)).toISOString(),
  }));
}

/** By turns for a plate that was seen, and for one that was not, either of them first. */
async function compared(lanes: number, asks: Asks) {
  const [seen, unseen]: [number[], number[]] = [[], []];
  let turn = 0;
  const next = async (asked: string, times: number[]) => {
    const answer = await asks(asked);
    control(readsIn(answer) === 0 && answer.status >= 200, `a refusal is none: ${describe(answer)}`);
    times.push(answer.ms);
  };
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (turn < PAIRS) {
        const isSeenFirst = turn++ % 2 === 0;
        if (isSeenFirst) await next(SEEN, seen);
        await next(UNSEEN, unseen);
        if (!isSeenFirst) await next(SEEN, seen);
      }
    }),
  );
  const p = rankSumP(seen, unseen);
  const later = seen.filter((ms, i) => ms > (unseen[i] as number)).length / seen.length;
  return {
    p,
    told: `${seen.length} pairs, p = ${p.toPrecision(2)}, ${Math.round(100 * later)} % later if seen`,
  };
}

const asksAs = (target: OwnGateway, ori: string, partner: Asker) => (officer: string, plate: string) =>
  ask(target.url, partner, 'POST', '/v1/queries', queryBody({ ori, officer, plate, limit: 200 }));

async function bySuspended(target: OwnGateway): Promise<Asks> {
  const adams = asksAs(target, ADAMS, target.as('adams'));
  const asks: Asks = (plate) => adams('o-1', plate);
  const before = await asks(SEEN);
  control(readsIn(before) > 0, `before the suspension there were no reads: ${describe(before)}`);
  await suspendOfficer(target, 'o-1');
  return asks;
}

async function beyondTheRoster(target: OwnGateway): Promise<Asks> {
  const asks = asksAs(target, AURORA, target.as('aurora'));
  const first = await asks('o-0', SEEN);
  control(readsIn(first) > 0, `an officer on the roster gets no reads: ${describe(first)}`);
  const changed = await ask(target.url, target.as('first-admin'), 'PATCH', `/v1/agencies/${AURORA}`, {
    roster: 1,
    reason: 'attack suite',
  });
  control(changed.status === 200, `the roster was not set: ${describe(changed)}`);
  let fresh = 0;
  return (plate) => asks(`fresh-${++fresh}`, plate);
}

/** What was overheard once is sent again for any plate: a proof does not name the body. */
async function byReplay(target: OwnGateway): Promise<Asks> {
  const partner = target.as('adams');
  const send = (proof: string, plate: string) =>
    asksAs(target, ADAMS, { ...partner, proof: () => proof })('o-2', plate);
  let overheard: Promise<string>;
  const overhear = async () => {
    const proof = partner.proof('POST', '/v1/queries');
    const honest = await send(proof, SEEN);
    control(readsIn(honest) > 0, `an honest officer gets no reads: ${describe(honest)}`);
    return proof;
  };
  overheard = overhear();
  await overheard;
  let since = performance.now();
  return async (plate) => {
    // A proof is taken for a minute.
    if (performance.now() - since > 30_000) [overheard, since] = [overhear(), performance.now()];
    return send(await overheard, plate);
  };
}
