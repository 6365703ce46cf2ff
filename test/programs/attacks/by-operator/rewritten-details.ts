/** Whoever owns the database rewrites what is kept of entries: who approved a grant, and the columns by which auditors search. */
import { type Attack, control } from '../attack.ts';
import { ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { queryBody } from '../scene/query-body.ts';
import type { OwnGateway } from '../scene/scene.ts';

interface Told {
  readonly index: number;
  readonly proved?: boolean | null;
}

export const attack: Attack = {
  tries: "the database's owner rewrites who approved a grant, and of which officer a release was",
  run: async (scene) => {
    const target = await scene.gateway();
    const query = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
    const answer = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', query);
    control(readsIn(answer) > 0, `nothing is released: ${describe(answer)}`);
    const release: number = answer.body.receipt.index;
    const { rows } = await target.owner.query(
      `SELECT min(index)::int AS index FROM audit_detail WHERE kind = 'grant_approved'`,
    );
    const approval: number = rows[0].index;
    const before = await readersOf(target, [approval, release]);
    await target.owner.query(
      `UPDATE audit_detail SET owner_detail = regexp_replace(owner_detail, '"by":"[^"]*"',
         '"by":"' || (SELECT id FROM person WHERE subject = 'first-admin') || '"') WHERE index = $1`,
      [approval],
    );
    await target.owner.query('UPDATE audit_search SET officer_id = gen_random_uuid() WHERE index = $1', [
      release,
    ]);
    const shown = await ask(target.url, target.as('an-auditor'), 'GET', `/v1/audit/entries/${approval}`);
    control(shown.status === 200, `the entry is not shown: ${describe(shown)}`);
    const after = await readersOf(target, [approval, release]);
    const silent = Object.keys(after).filter((reader) => !after[reader] || before[reader]);
    return {
      refused: silent.length === 0,
      seen:
        silent.length === 0
          ? `${Object.keys(after).join(', ')} name both entries`
          : `nothing is said by ${silent.join(', ')}`,
    };
  },
};

/** By reader, whether it says of what it reads that it is altered. @param indices first the one whose details are */
async function readersOf(
  { as, url }: OwnGateway,
  indices: readonly number[],
): Promise<Record<string, boolean>> {
  const reads = (method: string, path: string, body?: unknown) =>
    ask(url, as('an-auditor'), method, path, body);
  const lines = async (path: string) =>
    (await reads('GET', path)).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const all = (told: readonly Told[]) =>
    indices.every((index) => told.some((one) => one.index === index && one.proved === false));
  const one = await Promise.all(indices.map((index) => reads('GET', `/v1/audit/entries/${index}`)));
  const found = await reads('POST', '/v1/audit/search', { indices });
  const replayed = (await lines('/v1/audit/replay')).flatMap(({ altered = [] }) => altered as number[]);
  const month = await reads('GET', `/v1/monthly-audits/${new Date().toISOString().slice(0, 7)}/answers`);
  const { altered = [] } = month.body?.answers?.[4]?.facts?.replay ?? {};
  return {
    'the entry': all(one.map(({ body }) => body)),
    'the search': all(found.body?.entries ?? []),
    'the export': all(await lines('/v1/audit/export')),
    // They read details, and nothing that is searched.
    'the replay': replayed.includes(indices[0] as number),
    'the monthly audit': altered.includes(indices[0] as number),
  };
}
