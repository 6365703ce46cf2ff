/** Logged decisions taken again by an auditor: what is the same, what differs, and what nobody can say. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PendingHit, PendingList } from '../../../../gateway/release/facts/pending-query.ts';
import { type ReplayFixture, startReplays } from './replay-fixture.ts';

let fixture: ReplayFixture;
beforeAll(async () => {
  fixture = await startReplays();
});
afterAll(() => fixture.close());

const newest = async () => (await fixture.admin.entries()).length - 1;

describe('a decision that follows from its details', () => {
  test('is the same again, of whatever kind it is: released, refused, held, dry run, notice of a hit, list', async () => {
    const { commit, pending } = fixture;
    const hit = { ...pending(), of: 'hit', byMachine: true } as PendingHit;
    const list = { ...pending(), of: 'list', byMachine: true } as PendingList;
    const asked = [
      pending(),
      pending({
        purpose: { code: 'immigration_civil', caseNumber: 'CR-2026-0143', justification: 'deport him' },
      }),
      pending({ plate: { number: 'ZZT', match: 'partial' } }),
      pending({}, { kind: 'dry_run', found: null }),
      hit,
      list,
    ];
    const kinds: unknown[] = [];
    for (const one of asked) {
      const index = await commit(one);
      kinds.push((await fixture.admin.entries())[index]?.kind);
      expect(await fixture.replay(`${index} --json`)).toMatchObject({ code: 0 });
    }
    expect(kinds).toEqual(['release', 'refusal', 'review', 'dry_run', 'hit_notice', 'hot_list_sync']);
  });

  test('is counted among all of the log, and entries that are not decisions are passed over by number', async () => {
    await fixture.ask();
    const { code, said } = await fixture.replay('--all --json');
    const { altered, decisions, different, entries, log, notReplayed, same } = JSON.parse(said);
    expect([code, altered, different, notReplayed]).toEqual([0, [], [], []]);
    expect(same).toBe(decisions);
    const public_ = (await fixture.admin.entries()).slice(0, log.size);
    expect([entries, decisions]).toEqual([log.size, public_.filter(({ effect }) => effect !== null).length]);
    expect((await fixture.replay('--all')).said).toMatch(
      new RegExp(
        `^${decisions} decisions of a log of \\d+ entries: ${decisions} the same, 0 different$`,
        'm',
      ),
    );
  });

  test('each replay is an entry that says by whom', async () => {
    const index = await fixture.ask();
    await fixture.replay(`${index} --as chief`);
    const { owner } = await fixture.details(await newest());
    const { chief } = fixture.admin.persons;
    expect(owner).toMatchObject({ by: chief, action: 'replay', search: { index }, entries: 1 });
  });
});

describe('a decision that does not follow from its details', () => {
  test('is named with what was logged and what it is again, by codes, without anything of the person', async () => {
    const { asker, owner } = await fixture.details(await fixture.ask());
    const reasons = [{ code: 'grant_missing', clause: 'Policy 420.7', effect: 'deny' }];
    const index = await fixture.append({
      ...{ kind: 'refusal', effect: 'deny' },
      asker: { ...asker, effect: 'deny', reasons },
      owner,
    });
    const { code, said } = await fixture.replay(`${index} --json`);
    const { different, same } = JSON.parse(said);
    expect([code, same]).toEqual([1, 0]);
    expect(different).toEqual([
      {
        ...{ index, revision: 'test' },
        differs: {
          effect: { logged: ['deny'], replayed: ['permit'] },
          reasons: { logged: ['grant_missing'], replayed: [] },
        },
      },
    ]);
    const told = (await fixture.replay(String(index))).said;
    expect(told).toContain(
      `entry ${index}, rules test: effect deny in the log, permit again; reasons grant_missing`,
    );
    expect(told).toContain(`next: npm run gateway -- audit show ${index}`);
    expect(said + told).not.toMatch(/ZZT1234|officer-1|CR-2026|driveway/);
  });

  test('is told apart by an obligation alone: the day from which reads may leave', async () => {
    const { asker, owner } = await fixture.details(await fixture.ask());
    const obligations = (owner.obligations as { code: string; at?: number }[]).map((one) =>
      one.code === 'not_before' ? { ...one, at: 0 } : one,
    );
    const logged = { kind: 'release', effect: 'permit', asker, owner: { ...owner, obligations } } as const;
    const index = await fixture.append(logged);
    const { code, said } = await fixture.replay(String(index));
    expect(code).toBe(1);
    expect(said).toMatch(/obligations .*not_before.*, but not in all details$/m);
  });
});

describe('a decision that cannot be taken again', () => {
  test('whose details were altered is called altered, not different', async () => {
    const index = await fixture.ask();
    await fixture.admin.ownerPool.query(
      `UPDATE audit_detail SET owner_detail = replace(owner_detail, '"halted":false', '"halted":true') WHERE index = $1`,
      [index],
    );
    const { code, said } = await fixture.replay(`${index} --json`);
    expect([code, JSON.parse(said)]).toEqual([
      1,
      expect.objectContaining({ altered: [index], different: [], same: 0, notReplayed: [] }),
    ]);
    expect((await fixture.replay(String(index))).said).toContain(
      `entry ${index}: altered: what is kept of it is not what the entry commits to`,
    );
    await fixture.admin.ownerPool.query('DELETE FROM audit_detail WHERE index = $1', [index]);
  });

  test('whose input the rules were never asked about is counted as such, and ends no replay', async () => {
    const { asker, owner } = await fixture.details(await fixture.ask());
    const index = await fixture.append({
      ...{ kind: 'release', effect: 'permit', asker },
      owner: { ...owner, input: { query: null } },
    });
    const { code, said } = await fixture.replay(String(index));
    expect(code).toBe(2);
    expect(said).toContain('1 decision not replayed: the details do not say on what it rested');
  });

  test('whose details somebody removed before their time is named, also among all that are the same', async () => {
    const index = await fixture.ask();
    await fixture.admin.ownerPool.query('DELETE FROM audit_detail WHERE index = $1', [index]);
    for (const line of [String(index), '--all']) {
      const { code, said } = await fixture.replay(line);
      expect(code).toBe(1);
      expect(said).toContain(
        `entry ${index}: its details are missing: they must be kept, and somebody removed them`,
      );
      expect(said).not.toContain('erased');
    }
    expect(JSON.parse((await fixture.replay(`${index} --json`)).said)).toMatchObject({
      ...{ altered: [], missing: [index], notReplayed: [], same: 0 },
    });
  });

  test('whose details were erased with their day, five years ago, is counted as such, and by itself was not done', async () => {
    const index = await fixture.ask();
    const { ownerPool } = fixture.admin;
    const year = new Date().getUTCFullYear();
    const move = async (from: number, to: number) => {
      await ownerPool.query('ALTER TABLE log_entry DISABLE TRIGGER USER');
      const text = 'replace(entry, \'"minute":"\' || $2, \'"minute":"\' || $3)';
      await ownerPool.query(`UPDATE log_entry SET entry = ${text} WHERE index = $1`, [
        index,
        `${from}`,
        `${to}`,
      ]);
      const hashed = `sha256('\\x00'::bytea || convert_to(entry, 'UTF8'))`;
      await ownerPool.query(`UPDATE log_entry SET leaf_hash = ${hashed} WHERE index = $1`, [index]);
      await ownerPool.query('ALTER TABLE log_entry ENABLE TRIGGER USER');
    };
    await move(year, year - 6);
    const { code, said } = await fixture.replay(String(index));
    expect(code).toBe(2);
    expect(said).toContain(
      `1 decision not replayed: no details kept: they were erased with their day (first: entry ${index})`,
    );
    await move(year - 6, year);
  });

  test('whose rules are not those of the node is named by their revision, and never counted as the same', async () => {
    const index = await fixture.ask({}, {}, 'e'.repeat(64));
    const { code, said } = await fixture.replay(`${index} --json`);
    const { notReplayed, same } = JSON.parse(said);
    expect([code, same]).toEqual([2, 0]);
    expect(notReplayed).toEqual([
      { why: 'rules_not_kept', revision: 'e'.repeat(64), decisions: 1, first: index },
    ]);
    expect((await fixture.replay(String(index))).said).toContain(
      `1 decision not replayed here: revision ${'e'.repeat(12)}: take them again with --rules and a checkout of its ` +
        `release (first: entry ${index})`,
    );
  });

  test('because it is an entry of another kind, or none, says what to look for', async () => {
    const { code, said } = await fixture.replay('0');
    expect(code).toBe(2);
    expect(said).toContain('held against the log only: 1 entry that is not a decision');
    expect(said).toContain('next: npm run gateway -- audit search --limit 10');
    await expect(fixture.replay('999999')).rejects.toThrow(/^404.*\nnext: see the newest/);
    await expect(fixture.replay('')).rejects.toThrow('give the number of an entry, `--all`, or `--sample`');
  });
});

describe('an entry that is not a decision', () => {
  /** Who gave the grant, as the log has it. */
  const approval = async () => {
    const entries = await fixture.admin.entries();
    return entries.findIndex(({ kind }) => kind === 'grant_approved');
  };
  const changed = async (index: number, change: string) => {
    const { ownerPool } = fixture.admin;
    const { rows } = await ownerPool.query('SELECT * FROM audit_detail WHERE index = $1', [index]);
    const { kind, owner_detail } = rows[0];
    await ownerPool.query(`UPDATE audit_detail SET ${change} WHERE index = $1`, [index]);
    const replays = [await fixture.replay(`${index} --json`), await fixture.replay('--all --json')];
    await ownerPool.query('UPDATE audit_detail SET kind = $2, owner_detail = $3 WHERE index = $1', [
      ...[index, kind, owner_detail],
    ]);
    return replays.map(({ code, said }) => [code, JSON.parse(said).altered]);
  };

  test('of which somebody rewrote who did it is altered, by itself and among all', async () => {
    const index = await approval();
    const { owner } = await fixture.details(index);
    const { persons } = fixture.admin;
    const [was, other] = [owner.by as string, persons['admin-1'] as string];
    expect(was).not.toBe(other);
    const altered = [1, [index]];
    const rewrite = `owner_detail = replace(owner_detail, '${was}', '${other}')`;
    expect(await changed(index, rewrite)).toEqual([altered, altered]);
    expect((await fixture.replay(`${index} --json`)).code).toBe(2);
  });

  test('that a column shows to a search as something else is altered', async () => {
    const index = await approval();
    const altered = [1, [index]];
    expect(await changed(index, `kind = 'purged'`)).toEqual([altered, altered]);
  });
});
