/** Shows what leaves for one partner: the members that it takes, and the page that it named. */
import { expect, test } from '@jest/globals';
import type { Peer } from '../../../../gateway/network/agreements/peers-store.ts';
import { askPeer, type PeerAsked } from '../../../../gateway/network/asks/ask-peer.ts';
import { AnsweringLog, OURS, sentQuestion } from './answering-log.ts';

const peer = { ori: 'CO0010100', logKey: new AnsweringLog().vkey, lastHead: null } as Peer;
const FIRST = {
  ...{ ori: OURS, page: 0, knownSize: 0, askedAt: null, heldIndex: null, queryId: null, cursor: null },
  ...{ askedIndex: 1, askedLeaf: 'A' },
} as unknown as PeerAsked['row'];
const INCIDENT = { kind: 'offense', occurred: { from: '2026-11-24T00:00:00Z' } };
const body = JSON.stringify({
  ...{ purpose: { code: 'stolen_vehicle', incident: INCIDENT, caseNumber: 'CR-2026-0142' } },
  ...{ plate: { number: 'ZZT1234' }, from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' },
});

/** A partner that is down once the question has reached it. */
async function sent(takes: readonly string[], changes: Partial<PeerAsked['row']> = {}) {
  const came: { path: string; body: string }[] = [];
  const client = {
    request: async (_: string, path: string, text: unknown) => {
      came.push({ path, body: String(text) });
      return { status: 503, body: {}, headers: new Headers() };
    },
  };
  const question = { ...sentQuestion(), transaction: 'a'.repeat(32), body, origin: 'ours.test/log' };
  const result = await askPeer(
    question,
    { peer, row: { ...FIRST, ...changes } },
    {
      reach: async () => ({ client, takes: new Set(takes) }),
      now: Date.now,
      keepSent: async (_, knows) => knows,
    },
  );
  return { came, result };
}

test('an incident goes to a partner that takes it, and not to one that would refuse the member', async () => {
  const [all, fewer] = [await sent(['asker', 'incident']), await sent(['asker'])];
  expect(JSON.parse(all.came[0]?.body ?? '').purpose.incident).toEqual(INCIDENT);
  const { asker, purpose } = JSON.parse(fewer.came[0]?.body ?? '');
  expect(purpose).toEqual({ code: 'stolen_vehicle', caseNumber: 'CR-2026-0142' });
  expect(asker).toMatchObject({ index: 1 });
});

test.each([
  ['a further page without its cursor', { page: 1, queryId: 'Q' }],
  ['a further page of an answer without a name', { page: 1, cursor: 'page-2' }],
  ['what is held there under no name', { heldIndex: 7 }],
])('%s is not asked for', async (_, row) => {
  const { came, result } = await sent(['asker', 'incident'], row);
  expect(result).toEqual({ kind: 'no_answer', fault: 'page_unknown' });
  expect(came).toEqual([]);
});
