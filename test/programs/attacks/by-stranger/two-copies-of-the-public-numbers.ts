/** An observer keeps a copy of the public numbers from before one refusal, and subtracts it from one of after. */
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import type { Transparency } from '../../../../gateway/oversight/transparency/transparency.schema.ts';
import { eventually } from '../../../setup/eventually.ts';
import { type Attack, control } from '../attack.ts';
import { ask, describe } from '../scene/ask.ts';
import { ADAMS, AURORA } from '../scene/cast.ts';
import { ready } from '../scene/gateway-node.ts';
import { queryBody } from '../scene/query-body.ts';

const PURPOSE = 'immigration_civil';
const REASON = 'purpose_prohibited';
/** As many as are shown: five refusals of long ago. */
const LONG_AGO = `
  WITH answers AS (INSERT INTO query_tally (month, purpose, outcome, answers) VALUES ('2026-01-01', '${PURPOSE}', 'refused', 5))
  INSERT INTO refusal_tally (agency_id, reason, refusals) SELECT agency_id, '${REASON}', 5 FROM agency_ori WHERE ori = '${ADAMS}'`;

export const attack: Attack = {
  tries: 'an observer subtracts two copies of the public numbers, with one refusal between them',
  run: async (scene) => {
    const databases = await scene.copyDatabases();
    const owner = new pg.Client(databases.gatewayOwnerUrl);
    await owner.connect();
    await owner.query(LONG_AGO);
    await owner.end();
    const target = await scene.gatewayOn(databases);
    const before = await copyOf(target.url);
    control(before.reasons[REASON] === 5, `the numbers are not shown: ${before.reasons[REASON]}`);
    const body = queryBody({ ori: ADAMS, plate: target.plates[0] as string, code: PURPOSE });
    const refusal = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
    control(refusal.status === 403, `there was no refusal: ${describe(refusal)}`);
    const path = `/v1/agencies/${AURORA}/revoke`;
    const revoked = await ask(target.url, target.as('first-admin'), 'POST', path, { reason: 'a test' });
    control(revoked.status === 200, `there was no revocation: ${describe(revoked)}`);
    // A node keeps what it tells for a minute; another one tells what is so now.
    const { url } = await ready(await target.spawn({}));
    await eventually(async () => {
      const { rows } = await target.owner.query('SELECT size FROM log_tally');
      return Number(rows[0].size) > revoked.body.index;
    });
    const after = await copyOf(url);
    control(after.revoked === AURORA, `the revocation is not told at once: ${after.revoked}`);
    const moved = (['reasons', 'purposes', 'months', 'refused'] as const).filter(
      (table) => !isDeepStrictEqual(before[table], after[table]),
    );
    return {
      refused: moved.length === 0,
      seen:
        `a revocation was told at once; of one refusal between two copies ${moved.join(', ') || 'no table'} moved ` +
        `(\`${REASON}\` ${before.reasons[REASON]} → ${after.reasons[REASON]})`,
    };
  },
};

/** As a stranger reads them. */
async function copyOf(url: string) {
  const told = (await ask(url, null, 'GET', '/transparency.json')).body as Transparency;
  const { events, months, purposes, reasons, refused, totals } = told;
  const [newest] = events.newest;
  return {
    ...{ months, refused, purposes: { purposes, totals } },
    reasons: Object.fromEntries(reasons.map(({ code, refusals }) => [code, refusals])),
    revoked: newest?.kind === 'revoked' ? newest.agency?.ori : newest?.kind,
  };
}
