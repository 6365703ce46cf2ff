/** Every agency is revoked at the same moment, as on the day on which a law changes. */
import { type Attack, control } from '../attack.ts';
import { ask } from '../scene/ask.ts';
import { isGood, median, ms } from '../scene/measure.ts';

const AT_ONCE = 150;
const CALM = 5;
/** Of the time that all would take one after the other: the median of those is half of it. */
const SHARE_OF_ALL = 0.75;

export const attack: Attack = {
  tries: `${AT_ONCE} revokes at the same moment`,
  run: async (scene) => {
    const target = await scene.demo();
    const administrator = target.as('first-admin');
    const { rows } = await target.owner.query(
      `SELECT ori FROM agency WHERE NOT is_owner AND ori NOT IN ('CO0010000', 'CO0010100') ORDER BY ori LIMIT $1`,
      [AT_ONCE + CALM],
    );
    control(rows.length === AT_ONCE + CALM, `the registry has only ${rows.length} other agencies`);
    const revoke = ({ ori }: { ori: string }) =>
      ask(target.url, administrator, 'POST', `/v1/agencies/${ori}/revoke`, { reason: 'attack suite' });
    const calm = [];
    for (const row of rows.slice(0, CALM)) calm.push(await revoke(row));
    control(calm.every(isGood), 'a single revoke fails');
    const together = await Promise.all(rows.slice(CALM).map(revoke));
    const failed = together.filter((one) => !isGood(one)).length;
    const longest = SHARE_OF_ALL * AT_ONCE * median(calm);
    return {
      refused: failed === 0 && median(together) <= longest,
      seen: `p50 ${ms(median(calm))} alone, ${ms(median(together))} together (bar ${ms(longest)}), ${failed} failed`,
    };
  },
};
