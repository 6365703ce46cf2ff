/** An auditor searches and exports a long log, many times at once: a revoke must not wait for them. */
import { type Attack, control } from '../attack.ts';
import { administrationOf } from '../scene/administration.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { fillLog } from '../scene/fill-log.ts';
import { isGood, median, ms, revokeOften, whileSending } from '../scene/measure.ts';
import { queryBody } from '../scene/query-body.ts';

const ENTRIES = 120_000;
const REVOKES = 8;
const SEARCHES = 10;
/** All of them keep both cores busy; what waits behind them takes far longer. */
const SLOWER = 8;
/** By what had no index. */
const PATHS = [
  '/v1/audit/entries?purpose=hit_and_run&limit=100',
  '/v1/audit/entries?reason=plate_too_short&limit=100',
  '/v1/audit/entries?effect=review&limit=100',
  '/v1/audit/export?format=ndjson&purpose=hit_and_run',
];

export const attack: Attack = {
  tries: `${SEARCHES} searches and exports at once on ${ENTRIES.toLocaleString('en-US')} entries`,
  run: async (scene) => {
    const short = await scene.gateway();
    const body = queryBody({ ori: ADAMS, plate: short.plates[0] as string });
    const answer = await ask(short.url, short.as('adams'), 'POST', '/v1/queries', body);
    control(answer.status === 200, `there is no entry to fill the log with: ${describe(answer)}`);
    await short.node.program.stop();
    await fillLog(short.databases.gatewayOwnerUrl, answer.body.receipt.index, ENTRIES);
    const target = await scene.gatewayOn(short.databases, {}, short.dataDir);
    const administration = administrationOf(target);
    const calm = await revokeOften(administration, REVOKES);
    control(calm.every(isGood), 'a revoke fails while nobody searches');
    const auditor = target.as('an-auditor');
    const statuses = new Set<number>();
    const searches = async (turn: number) => {
      const { status } = await ask(target.url, auditor, 'GET', PATHS[turn % PATHS.length] as string);
      statuses.add(status);
    };
    const { result, sent } = await whileSending(SEARCHES, searches, () =>
      revokeOften(administration, REVOKES),
    );
    control(statuses.has(200), `no search was answered: ${[...statuses].join(', ')}`);
    const failed = result.filter((one) => !isGood(one)).length;
    return {
      refused: failed === 0 && median(result) <= SLOWER * median(calm),
      seen: `revoke p50 ${ms(median(calm))} calm, ${ms(median(result))} beside ${sent} searches, ${failed} of ${result.length} failed`,
    };
  },
};
