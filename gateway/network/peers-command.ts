/** `peers`: other gateways, and whether their logs tell what ours tells. */
import { Command } from 'commander';
import { DIFFERENCES } from '../../sharing-rules/network/cross-check.ts';
import { counted } from '../../sharing-rules/text/counted.ts';
import { part } from '../cli/administration/part.ts';
import type { Client, Connect } from '../cli/client/connect.ts';
import type { CheckedPeer } from './checks/check-peer.ts';
import type { PeersView } from './peers.schema.ts';

export const peersCommand = (connect: Connect): Command =>
  new Command('peers').addCommand(checkCommand(connect));

const checkCommand = part({
  name: 'check',
  description: 'hold the logs of other gateways against ours: what differs is named, with both entries',
  argument: ['[ori]', 'one agency; default: all with an agreement in force'],
  notes: '\nIt exits with 1 where a log differs. Each day it runs by itself.\n',
  example: 'peers check',
  json: '{ checked: [{ ori, compared, differences }] }',
  as: 'acts',
  work: async ({ client, named }) => {
    const { peers } = await client.call<PeersView>('GET', '/v1/peers');
    const oris = named === '' ? peers.map(({ ori }) => ori) : [named];
    const checked: CheckedPeer[] = [];
    for (const ori of oris) checked.push(await checkWhole(client, ori));
    if (checked.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
    return { result: { checked }, say: () => describe(checked) };
  },
});

async function checkWhole(client: Client, ori: string): Promise<CheckedPeer> {
  let whole: CheckedPeer = { ori, compared: 0, more: true, differences: [] };
  while (whole.more) {
    const part = await client.call<CheckedPeer>('POST', `/v1/peers/${ori}/check`);
    whole = {
      ...part,
      compared: whole.compared + part.compared,
      differences: [...whole.differences, ...part.differences],
    };
  }
  return whole;
}

function describe(checked: readonly CheckedPeer[]): string {
  if (checked.length === 0) return 'no agreement with another gateway is in force';
  return checked
    .flatMap(({ compared, differences, ori }) => [
      `${ori}: ${counted(compared, 'entry', 'entries')} compared, ${counted(differences.length, 'difference')}`,
      ...differences.flatMap(({ kind, ours, ourText, theirs, theirText }) => [
        `  ${kind}: ${DIFFERENCES[kind]}`,
        `    there ${theirs ?? '–'}: ${theirText ?? 'no entry'}`,
        `    here ${ours ?? '–'}: ${ourText ?? 'no entry'}`,
      ]),
    ])
    .join('\n');
}
