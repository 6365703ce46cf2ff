/** Declares the options that say what reads are for: purpose, case, words, incident and court's paper. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { APPROVED_CODES } from '../../../sharing-rules/terms/purposes.ts';
import { ATTESTED, PROCESS_KINDS } from '../../../sharing-rules/terms/query.ts';
import { day } from '../../cli/day-or-time.ts';
import { purposeCode } from '../../cli/purpose-code.ts';
import { withIncidentOptions } from './incident-options.ts';

export function withPurposeOptions(command: Command): Command {
  const told = command
    .option('--purpose <code>', `one of: ${APPROVED_CODES.join(', ')}`, purposeCode)
    .option('--case <number>', 'case or CAD number, e.g. CR-2026-0142', caseNumber)
    .option('--justification <text>', 'what happened, in a sentence: not needed where the incident is stated')
    .option(
      '--context <words=kind>',
      `what words of the justification are, where they were misread: ${ATTESTED.join(', ')}; may be given again`,
      context,
    )
    .option('--offense <system:code>', 'offense, e.g. nibrs:240', offense);
  return withIncidentOptions(told)
    .option('--supervisor <name>', 'who knows of the query, for exigent_life_safety')
    .addOption(
      new Option('--process <kind>', "a court's paper, for arrest_warrant and judicial_process").choices(
        PROCESS_KINDS,
      ),
    )
    .option('--court <name>', 'court, as in the paper')
    .option('--docket <number>', 'docket, as in the paper')
    .option('--judge <name>', 'who signed the paper')
    .option('--issued-on <day>', 'day of the paper, e.g. 2026-06-01', day)
    .option('--affirmation', 'the affirmation of SB25-129 is in the paper, or beside it');
}

function caseNumber(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new InvalidArgumentError('give a case or CAD number, e.g. CR-2026-0142');
}

/** Adds a context to those before it, since the option may be given repeatedly. */
function context(text: string, before: readonly string[] = []): readonly string[] {
  if (new RegExp(`\\S.*=(?:${ATTESTED.join('|')})$`).test(text)) return [...before, text];
  throw new InvalidArgumentError(
    `write the words and what they are, e.g. 'Ice Age Beverage=name_or_place'; kinds are ${ATTESTED.join(', ')}`,
  );
}

function offense(text: string): string {
  if (/^(nibrs|ncic|crs):\S/.test(text)) return text;
  throw new InvalidArgumentError('write system and code, e.g. nibrs:240; systems are nibrs, ncic and crs');
}
