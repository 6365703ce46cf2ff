/** Describes an agreement to people who type commands, and what they type next. */
import type { Client } from '../../cli/client/connect.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { tableOf } from '../../cli/table-of.ts';
import { minuteOf } from '../../http/schemas/terms.ts';
import type { ShownAgreement } from './agreement.schema.ts';
import { AGREEMENT_STATUS_WORDS, PAST_TENSE } from './agreement.terms.ts';
import { fileNameOf, fingerprintRows, givenRows, NEXT_WORDS, nextStepOf } from './agreement-facts.ts';

export function describeAgreement(shown: ShownAgreement): string {
  const { agreement, id, name, notes, ori, status } = shown;
  return [
    `${name} (${ori}): ${AGREEMENT_STATUS_WORDS[status].toLowerCase()}, from ${minuteOf(agreement.from)} until ${minuteOf(agreement.until)} UTC`,
    `  ${id}`,
    tableOf(
      ['term', 'we give', 'they give'],
      givenRows(shown).map(({ term, theyGive, weGive }) => [term, weGive, theyGive]),
    ),
    'fingerprints, to be compared by phone:',
    ...fingerprintRows(shown).map(([what, print]) => `  ${print}  ${what}`),
    ...notes.map(
      ({ entry, saidAt, side, word }) =>
        `${PAST_TENSE[word]} by ${side === 'ours' ? 'us' : 'them'}, ${minuteOf(saidAt)} UTC, log entry ${entry}`,
    ),
  ].join('\n');
}

/** Returns what is typed next, or what the other side does. */
export function nextLines(
  client: Client,
  shown: ShownAgreement,
  { as, out }: { readonly as: string | undefined; readonly out?: string },
): string[] {
  const { id } = shown;
  const file = out === undefined ? '' : ` --out ${quoted(out)}`;
  const step = nextStepOf(shown);
  switch (step) {
    case 'first':
      return [`next, once they are compared: ${nextCommand(`agreement accept ${id}${file}`, as)}`];
    case 'second':
      return nextByAnother(client, `agreement accept ${id}${file}`);
    case 'send':
      return [
        `next, if their gateway does not have it within a minute, send our file to them: ${nextCommand(`agreement show ${id} --out ${fileNameOf(shown)}`, as)}`,
      ];
    case 'grant':
      return [`next, unless they have a grant under it: ${nextCommand('grant propose --help')}`];
    case 'told':
      return [`next: ${NEXT_WORDS.told}`];
    case 'over':
      return [];
  }
}
