/**
 * `hits`: reads that match a hot list, for the owner's people; a partner is given its own, each as a release. A reviewer
 * confirms or dismisses them.
 */

import { Command } from 'commander';
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import { part } from '../../cli/administration/part.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { searchOf } from '../../cli/client/read-pages.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { dayOrTime } from '../../cli/day-or-time.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { wholeBetween } from '../../cli/number-between.ts';
import { PLAIN_WIDTH, tableOf } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import { checkReceipt } from '../../query/command/check-receipt.ts';
import type { ShownHit } from './hit.schema.ts';
import { standingOf, VERIFY } from './verify-hit.ts';
import { liftCommand, wrongCommand } from './wrong-command.ts';

/** The gateway gives no more at once. */
const MOST = 50;

export function hitsCommand(connect: Connect): Command {
  return new Command('hits')
    .addCommand(listCommand(connect), { isDefault: true })
    .addCommand(decideHitCommand(connect, 'confirm'))
    .addCommand(decideHitCommand(connect, 'dismiss'))
    .addCommand(wrongCommand(connect))
    .addCommand(liftCommand(connect));
}

const listCommand = part<{ readonly since?: string; readonly limit: number }>({
  name: 'list',
  description: 'hits, the newest first; looking at them is logged',
  options: (command) =>
    command
      .option('--since <time>', 'captured since, e.g. 2026-06-01', dayOrTime)
      .option('--limit <hits>', `at most ${MOST}`, wholeBetween(1, MOST), 20),
  example: 'hits list --limit 10',
  as: { asks: 'client to ask as; a partner is given its own, and each is a release' },
  work: async ({ client, limit, since }) => {
    // A day begins at midnight, UTC.
    const from = since && new Date(since).toISOString();
    const path = `/v1/hits${searchOf({ since: from, limit: String(limit) })}`;
    const found = await client.call<{ hits: readonly ShownHit[] }>('GET', path);
    for (const { reads, receipt, ...hit } of found.hits) {
      if (receipt !== undefined) await checkReceipt({ ...hit, reads, receipt }, client.logKey);
    }
    const say = () => [describeHits(found.hits, limit), ...howToDecide(found.hits, client)].join('\n');
    return { result: found, say };
  },
});

function describeHits(hits: readonly ShownHit[], limit: number): string {
  const table = tableOf(
    ['captured (UTC)', 'plate', 'list', 'status', 'camera', 'id'],
    hits.flatMap((hit) =>
      hit.reads.map((read) => [
        utcSecond(read.capturedAt),
        `${read.plate} ${read.plateState ?? ''}`.trim(),
        placeOf(hit),
        standingOf(hit, read.plateState),
        read.camera.name,
        hit.hitId,
      ]),
    ),
  );
  if (hits.length === 0) return table;
  const more = hits.length < limit ? [] : [`the newest ${limit}; of more, --limit and --since choose`];
  const isOpen = hits.some(({ status }) => status === 'unconfirmed');
  const verify = isOpen ? [wrapped(VERIFY, process.stdout.columns ?? PLAIN_WIDTH)] : [];
  return [table, ...more, ...verify].join('\n');
}

/** A partner goes by the number that it was given with its standing query. */
function placeOf({ entry, list, receipt }: ShownHit): string {
  return receipt === undefined ? list : `${list}, entry ${entry}`;
}

/** For the owner's people: a partner decides about its own hits by itself. */
function howToDecide(hits: readonly ShownHit[], client: Client): string[] {
  const first = hits.find(({ receipt, status }) => receipt === undefined && status === 'unconfirmed');
  if (first === undefined) return [];
  const confirm = byItsRole(client, `hits confirm ${first.hitId}`);
  return [
    `next, when a reviewer has verified one: ${confirm}`,
    'or, where the entry is over, the same with `dismiss`',
    'or, where vehicle, entry or plate is wrong, with `wrong`: later hits say so',
  ];
}

/** Names the two outcomes of a verification, and the words for each. */
const WORDS = {
  confirm: {
    description: 'a reviewer has verified plate, state and status by sight and through dispatch: they match',
    done: 'confirmed',
    example: 'hits confirm 3f0c…',
  },
  dismiss: {
    description: 'a reviewer has found that the entry is over; what is wrong with a hit is said by `wrong`',
    done: 'dismissed',
    example: 'hits dismiss 3f0c…',
  },
} as const;

/** Each is decided once, and stays so. */
function decideHitCommand(connect: Connect, verb: keyof typeof WORDS): Command {
  const { description, done, example } = WORDS[verb];
  return part({
    ...{ name: verb, description, example },
    argument: ['<id>', 'id of the hit, as `hits list` has it'],
    as: 'acts',
    acting: { otherwise: 'reviewer' },
    work: async ({ as, client, named: id }) => {
      const list = nextCommand('hits list', as);
      const decided = await client
        .call<{ hitId: string; status: string; index: number }>(
          'POST',
          `/v1/hits/${encodeURIComponent(id)}/${verb}`,
        )
        .catch(
          nextStep({
            404: `give the whole id (36 characters), see: ${list}`,
            409: `each hit is decided once; see how it stands: ${list}`,
          }),
        );
      const { hitId, index } = decided;
      const say = () => `${done}: ${hitId}\nwho decided, and when, is in the log: entry ${index}`;
      return { result: decided, say };
    },
  })(connect);
}
