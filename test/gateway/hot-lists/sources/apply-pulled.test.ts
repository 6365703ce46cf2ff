/** What another gateway sends is judged like any list: it is the side door through which prohibited sharing would come. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { importList } from '../../../../gateway/hot-lists/import/import-list.ts';
import { applyPulled } from '../../../../gateway/hot-lists/sources/apply-pulled.ts';
import {
  type GatewayPage,
  validateGatewayPage,
} from '../../../../gateway/hot-lists/sources/gateway-page.schema.ts';
import type { Source } from '../../../../gateway/hot-lists/sources/sources-store.ts';
import { createTestRegistry, type TestRegistry } from '../../../setup/database/test-registry.ts';
import { chunked } from '../lists/sample-lists.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await createTestRegistry();
});
afterAll(() => registry.close());

const add = (entry: number, plate: string, kind = 'stolen_vehicle', changes = {}) =>
  ({
    op: 'add',
    entry,
    plate,
    plateState: 'CO',
    kind,
    effectiveAt: null,
    expiresAt: null,
    ...changes,
  }) as const;
const remove = (entry: number) => ({ op: 'remove', entry }) as const;

function apply(
  listName: string,
  changes: GatewayPage['entries'],
  source: Partial<Source> = {},
): Promise<void> {
  const terms: Source = {
    id: '',
    listName,
    layout: null,
    purpose: null,
    url: '',
    etag: null,
    agencyId: null,
    since: 1,
    began: 0,
    allowShrink: false,
    dueAt: '',
    ...source,
  };
  const pulled = { changes, fromBeginning: terms.since === 0, since: 9, began: 0, more: false };
  return inTransaction(registry.pool, (trx) => applyPulled(trx, terms, pulled, 'r1'));
}

async function rows(name: string): Promise<{ plate: string; restricted: boolean }[]> {
  const { rows: found } = await registry.pool.query(
    'SELECT plate, e.restricted FROM hot_list_entry e JOIN hot_list l ON l.id = e.list_id WHERE l.name = $1 ORDER BY plate',
    [name],
  );
  return found;
}

const plates = async (name: string) => (await rows(name)).map(({ plate }) => plate);
const logged = async () => (await registry.entries()).filter(({ kind }) => kind === 'hot_list_sync').length;

describe("entries of another gateway's list", () => {
  test('are judged here: immigration is dropped, minor traffic refused, restricted kept in the house', async () => {
    await apply('judged', [
      add(1, 'ZZA1'),
      add(2, 'ZZA2', 'immigration_violator'),
      add(3, 'ZZA3', 'expired_tag'),
      add(4, 'ZZA4', 'gang_or_terrorist_screening'),
      add(5, 'UNKNOWN'),
      add(6, 'ZZ*6'),
    ]);
    expect(await rows('judged')).toEqual([
      { plate: 'ZZA1', restricted: false },
      { plate: 'ZZA4', restricted: true },
    ]);
    const { rows: details } = await registry.ownerPool.query(
      `SELECT owner_detail FROM audit_detail WHERE kind = 'hot_list_sync' ORDER BY index DESC LIMIT 1`,
    );
    expect(JSON.parse(details[0].owner_detail)).toMatchObject({
      name: 'judged',
      counts: { taken: 1, restricted: 1, dropped: 1, refused: 1, setAside: 2 },
      added: 1,
    });
    expect(details[0].owner_detail).not.toMatch(/ZZA/);
  });

  test('leave when they left over there; the same changes twice change nothing and log nothing', async () => {
    const changes = [add(11, 'ZZB1'), add(12, 'ZZB2'), add(13, 'ZZB3')];
    await apply('followed', changes);
    await apply('followed', [remove(11), add(14, 'ZZB4'), add(15, 'ZZB5'), remove(15)]);
    expect(await plates('followed')).toEqual(['ZZB2', 'ZZB3', 'ZZB4']);
    const before = await logged();
    await apply('followed', [remove(11), add(14, 'ZZB4')]);
    expect(await plates('followed')).toEqual(['ZZB2', 'ZZB3', 'ZZB4']);
    expect(await logged()).toBe(before);
  });

  test('from the beginning on are the whole list: what is not among them goes', async () => {
    await apply('whole', [add(1, 'ZZC1'), add(2, 'ZZC2')]);
    await apply('whole', [add(2, 'ZZC2'), add(3, 'ZZC3')], { since: 0 });
    expect(await plates('whole')).toEqual(['ZZC2', 'ZZC3']);
  });

  test('that would empty the list stop and ask; a person may say yes', async () => {
    const many = Array.from({ length: 40 }, (_, i) => add(100 + i, `ZZD${100 + i}`));
    await apply('shrinking', many);
    const gone = many.slice(0, 20).map(({ entry }) => remove(entry));
    await expect(apply('shrinking', gone)).rejects.toThrow('shrink from 40 to 20');
    expect(await plates('shrinking')).toHaveLength(40);
    await apply('shrinking', gone, { allowShrink: true });
    expect(await plates('shrinking')).toHaveLength(20);
  });

  test('do not go into a list of files, nor into one whose name is prohibited', async () => {
    const client = await registry.pool.connect();
    const source = chunked('plate,type\nZZE1,Stolen\n');
    await importList(client, { listName: 'of-files', layout: 'csv', source, rulesRevision: 'r1' });
    client.release();
    await expect(apply('of-files', [add(1, 'ZZE2')])).rejects.toThrow('take another name');
    await apply('ice-detainers', [add(1, 'ZZE3')]);
    expect(await plates('ice-detainers')).toEqual([]);
  });
});

describe('a page of another gateway', () => {
  const page = (entries: unknown[]) => ({ entries, next: '7', more: false });

  test('may say more than we read', () => {
    expect(
      validateGatewayPage({ ...page([add(1, 'ZZ1', 'x', { hue: 'red' }), remove(2)]), notice: '' }),
    ).toBe(true);
  });

  test.each<[string, unknown]>([
    ['no object', []],
    ['no next', { entries: [], more: false }],
    ['a next that is not a number', { ...page([]), next: '1; DROP' }],
    ['an unknown operation', page([{ op: 'replace', entry: 1 }])],
    ['an entry without a plate', page([{ op: 'add', entry: 1 }])],
    ['a plate as long as a novel', page([add(1, 'Z'.repeat(33))])],
    ['a state that is none', page([add(1, 'ZZ1', 'x', { plateState: 'Colorado' })])],
    ['a time that is none', page([add(1, 'ZZ1', 'x', { expiresAt: 'never' })])],
    ['an entry that is no whole number', page([remove(1.5)])],
    ['too many entries', page(Array.from({ length: 10_001 }, (_, i) => remove(i + 1)))],
  ])('is refused with %s', (_, value) => {
    expect(validateGatewayPage(value)).toBe(false);
  });
});
