/** The options of a command from the table of a resource's terms, and from them the body that the API takes. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  assembled,
  choicesOf,
  kindOf,
  type PlacedTerm,
  placed,
  type Term,
  type Terms,
} from '../../http/schemas/terms.ts';
import { day, dayOrTime } from '../day-or-time.ts';
import { wholeBetween } from '../number-between.ts';

type Parser = (text: string) => unknown;
/** Parsers by member, where the shape does not tell how the text is read. */
export type Parsers = Readonly<Record<string, Parser>>;

/** @param isWhole whether what the API needs must be given: not so where a resource is changed in part */
export function addTermOptions(
  command: Command,
  terms: Terms,
  parsers: Parsers = {},
  isWhole = true,
): Command {
  for (const { name, term } of placed(terms)) {
    if (term.flag === undefined) continue;
    const option = optionOf(term, term.flag, parsers[name]);
    const { isOptional, otherwise } = term;
    if (isWhole && otherwise !== undefined) option.default(otherwise, [otherwise].flat().join());
    else if (isWhole && !isOptional && !option.isBoolean()) option.makeOptionMandatory();
    command.addOption(option);
  }
  return command;
}

function optionOf(term: Term, flag: string, parser: Parser | undefined): Option {
  const option = new Option(flag, term.option);
  if (parser !== undefined) return option.argParser(parser);
  const { maximum = Number.MAX_SAFE_INTEGER, minimum = 0 } = term.shape as Record<string, number>;
  switch (kindOf(term)) {
    case 'answer':
    case 'box':
      return option.isBoolean() ? option : option.choices(['yes', 'no']);
    case 'boxes':
      return option.argParser(listOf(choicesOf(term).map(({ value }) => value)));
    case 'choice':
      // A list that a form offers may leave out what the API takes: the shape alone closes it.
      return term.shape.enum === undefined ? option : option.choices([...(term.shape.enum as string[])]);
    case 'day':
      return option.argParser(flag.endsWith('<day>') ? day : dayOrTime);
    case 'whole':
      return option.argParser(wholeBetween(minimum, maximum));
    case 'lines':
    case 'text':
      return option;
  }
}

/** A parser for commander: some of these, with commas between. */
function listOf(known: readonly string[]) {
  return (text: string): readonly string[] => {
    const given = text.split(',').map((one) => one.trim());
    const unknown = given.find((one) => !known.includes(one));
    if (unknown === undefined) return given;
    throw new InvalidArgumentError(`there is no \`${unknown}\`: write some of ${known.join(', ')}`);
  };
}

/** @param given the options as commander has read them */
export function bodyOfOptions(terms: Terms, given: object): Record<string, unknown> {
  const values = placed(terms).map(
    (one) => [one.path, givenValue(one, given as Record<string, unknown>)] as const,
  );
  return assembled(values);
}

function givenValue({ term }: PlacedTerm, given: Record<string, unknown>): unknown {
  if (term.flag === undefined) return undefined;
  const option = new Option(term.flag);
  const value = given[option.attributeName()];
  if (kindOf(term) !== 'box' && kindOf(term) !== 'answer') return value;
  return option.isBoolean() ? value === true : value && value === 'yes';
}
