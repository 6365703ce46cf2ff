/** `peers`: other gateways, whether their logs tell what ours tells, and whether they are asked. */
import { Command } from 'commander';
import { DIFFERENCES } from '../../../sharing-rules/network/cross-check.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { part } from '../../cli/administration/part.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { ori } from '../../cli/ori-argument.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import type { CheckedPeer } from '../checks/check-peer.ts';
import type { TestedPeer } from '../peer-test/peer-test.schema.ts';
import type { PeersView } from './peers.schema.ts';

export const peersCommand = (connect: Connect): Command =>
  new Command('peers')
    .addCommand(checkCommand(connect))
    .addCommand(testCommand(connect))
    .addCommand(resumeCommand(connect));

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

const SIGNS = { holds: '✓', fault: '✗', unchecked: '–' } as const;
const SIDES = { ours: 'on our side', theirs: 'on their side' } as const;

const testCommand = part({
  name: 'test',
  description: 'test the way to the gateway of an agency, part by part: each fault with whose side it is on',
  argument: ['<ori>', 'the agency'],
  notes: '\nIt asks for a dry run, which is in both logs. It exits with 1 where something does not hold.\n',
  example: 'peers test CO0010100',
  json: '{ ori, ready, ticks: [{ check, state, side, says }] }',
  as: 'acts',
  work: async ({ client, named }) => {
    const result = await client.call<TestedPeer>('POST', `/v1/peers/${named}/test`);
    if (!result.ready) process.exitCode = 1;
    const say = () =>
      result.ticks
        .map(
          ({ check, says, side, state }) =>
            `  ${SIGNS[state]} ${check}: ${side === null ? '' : `${SIDES[side]}: `}${says}`,
        )
        .join('\n');
    return { result, say };
  },
});

const resumeCommand = part<{ readonly reason: string }>({
  name: 'resume',
  description: 'let an agency be asked again, once you know why its answer could not be proved',
  argument: ['<ori>', 'the agency', ori],
  options: (command) => command.addOption(reasonOption('their log was restored from a backup')),
  notes: '\nThe log entry `peer_answered` holds both signed heads: compare them first.\n',
  example: 'peers resume CO0010100 --reason "their log was restored from a backup"',
  json: '{ ori, askingStopped }',
  as: 'acts',
  work: async ({ as, client, named, reason }) => {
    const result = await client
      .call<{ ori: string }>('POST', `/v1/peers/${named}/resume-asking`, { reason })
      .catch(nextStep({ 404: `see which agreements there are: ${nextCommand('agreement list', as)}` }));
    return { result, say: () => `${result.ori} can be asked again` };
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
