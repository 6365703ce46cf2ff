/** A partner names another officer with each query, beyond its roster too: nothing may grow with them but the log. */
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';
import { median, ms, oneAfterTheOther, whileSending } from '../scene/measure.ts';
import { queryBody } from '../scene/query-body.ts';
import type { OwnGateway } from '../scene/scene.ts';

const ROSTER = 20;
const FRESH = 400;
/** As many as an honest agency could ever have open. */
const MOST_HELD = 250;
/** Put in by the owner, as half a day of asking would. */
const BEFORE = 100_000;
const QUERIES = 25;
const CONNECTIONS = 3;
const SLOWER = 3;

export const attack: Attack = {
  tries: 'a partner asks in the name of a new officer each time, beyond its roster',
  run: async (scene) => {
    const target = await scene.gateway();
    const changed = await ask(target.url, target.as('first-admin'), 'PATCH', `/v1/agencies/${AURORA}`, {
      roster: ROSTER,
      reason: 'attack suite',
    });
    control(changed.status === 200, `the roster was not set: ${describe(changed)}`);
    let fresh = 0;
    const asksFresh = () => asks(target, `fresh-${++fresh}`);
    await whileSending(CONNECTIONS, asksFresh, async () => {
      while (fresh < FRESH) await asksFresh();
    });
    const { held, officers } = await counted(target);
    control(officers >= ROSTER, `within the roster ${officers} officers were enrolled`);
    const few = await othersMedian(target, asksFresh);
    await target.owner.query(
      `INSERT INTO officer (agency_id, reference, name, status)
       SELECT agency_id, 'before-' || n, 'Officer', 'held' FROM agency_ori, generate_series(1, $2) n WHERE ori = $1`,
      [AURORA, BEFORE],
    );
    const many = await othersMedian(target, asksFresh);
    return {
      refused: officers <= ROSTER && held <= MOST_HELD && many <= SLOWER * few,
      seen:
        `${fresh} new names: ${officers} officers enrolled with a roster of ${ROSTER}, ${held} queries held; ` +
        `another partner's p50 ${ms(few)}, with ${BEFORE} officers ${ms(many)}`,
    };
  },
};

const asks = (target: OwnGateway, officer: string) =>
  ask(
    target.url,
    target.as('aurora'),
    'POST',
    '/v1/queries',
    queryBody({ ori: AURORA, officer, plate: target.plates[0] as string }),
  );

async function counted({ owner }: OwnGateway): Promise<{ officers: number; held: number }> {
  const { rows } = await owner.query(
    `SELECT (SELECT count(*)::int FROM officer WHERE agency_id = a.agency_id) AS officers,
       (SELECT count(*)::int FROM held_query WHERE agency_id = a.agency_id AND status = 'held') AS held
     FROM agency_ori a WHERE ori = $1`,
    [AURORA],
  );
  return rows[0];
}

/** P50 of another partner while the names go on. */
async function othersMedian(target: OwnGateway, asksFresh: () => Promise<unknown>): Promise<number> {
  const adams = target.as('adams');
  const body = queryBody({ ori: ADAMS, plate: target.plates[1] as string });
  const { result } = await whileSending(CONNECTIONS, asksFresh, () =>
    oneAfterTheOther(QUERIES, () => ask(target.url, adams, 'POST', '/v1/queries', body)),
  );
  control(
    result.every(({ status }) => status === 200),
    'the other partner gets no answers',
  );
  return median(result);
}
