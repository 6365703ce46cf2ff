/** `hits wrong`, `hits lift`: what is wrong with a hit, said by a reviewer or reported by an officer, and taken back by two. */
import { Option } from 'commander';
import { part } from '../../cli/administration/part.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { reasonOption, words } from '../../cli/reason-option.ts';
import { WRONG } from '../lists/hits-store.ts';
import type { Lifted } from './lift-caution.ts';
import type { Word, WrongHit } from './say-wrong.ts';

const ID = ['<id>', 'id of the hit, as `hits list` has it'] as const;

export const wrongCommand = part<Word>({
  name: 'wrong',
  description:
    'a hit is wrong: a reviewer dismisses it; an officer who was told of it reports it, five a day. Later hits of that ' +
    'plate and entry carry the caution until the entry changes',
  argument: ID,
  options: (command) =>
    command
      .addOption(new Option('--is <what>', 'what is wrong').choices(WRONG).makeOptionMandatory())
      .option(
        '--note <text>',
        'what was seen, without names; kept in the log entry',
        words('--note', 'a motorcycle, and the entry names a car'),
      ),
  example: 'hits wrong 3f0c… --is other_vehicle',
  as: 'acts',
  acting: { otherwise: 'reviewer' },
  work: async ({ as, client, given, named: id }) => {
    const list = nextCommand('hits list', as);
    const noted = await client
      .call<WrongHit>('POST', `/v1/hits/${encodeURIComponent(id)}/wrong`, given)
      .catch(nextStep({ 404: `give the whole id (36 characters), see: ${list}` }));
    const { caution, index, status } = noted;
    const later =
      caution === null
        ? 'the entry has left its list: no more hits come of it'
        : 'later hits of that plate and entry carry the caution until the entry changes';
    const say = () => `${status.replaceAll('_', ' ')}: ${id}\n${later}; log entry ${index}`;
    return { result: noted, say };
  },
});

export const liftCommand = part<{ readonly reason: string }>({
  name: 'lift',
  description: 'lift the caution of the hits of this plate and entry: two persons, one after the other',
  argument: ID,
  options: (command) => command.addOption(reasonOption('dispatch confirmed the entry')),
  example: 'hits lift 3f0c… --reason "dispatch confirmed the entry"',
  as: 'acts',
  work: async ({ client, named: id, reason }) => {
    const lifted = await client.call<Lifted>('POST', `/v1/hits/${encodeURIComponent(id)}/wrong/lift`, {
      reason,
    });
    const say = () =>
      lifted.status === 'lifted'
        ? `lifted: ${id}\nlater hits carry no caution; if an officer reported it, the Chief gets a report about that; log entry ${lifted.index}`
        : [
            `proposed, log entry ${lifted.index}: the caution stays until another person lifts it`,
            ...nextByAnother(client, `hits lift ${id} --reason "…"`),
          ].join('\n');
    return { result: lifted, say };
  },
});
