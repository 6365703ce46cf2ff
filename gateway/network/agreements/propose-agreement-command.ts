/** `agreement propose`: takes in the file of the other side, or proposes by the options; two persons accept it. */
import { readFile } from 'node:fs/promises';
import { part } from '../../cli/administration/part.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import type { Client } from '../../cli/client/connect.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { findAgencyStep, nextStep } from '../../cli/client/next-step.ts';
import { dayOrTime } from '../../cli/day-or-time.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { purposeList } from '../../cli/purpose-code.ts';
import { placed, valueAt } from '../../http/schemas/terms.ts';
import type { ShownAgreement } from './agreement.schema.ts';
import { PROPOSED_TERMS } from './agreement.terms.ts';
import { describeAgreement, nextLines } from './describe-agreement.ts';

/** Parses a day, or a time, for commander; the API takes a time alone. */
const moment = (text: string) => new Date(dayOrTime(text)).toISOString();

const PARSERS = {
  ...{ termsPartner: agency, termsFrom: moment, termsUntil: moment },
  ...{ termsWeGivePurposes: purposeList, termsTheyGivePurposes: purposeList },
};

const PROPOSE_EXAMPLE = `agreement propose --agency CO0010100 \\
    --resource https://alpr.aurora.example.gov --issuer https://id.aurora.example.gov \\
    --log-key alpr.aurora.example.gov/log+ab12… --until 2027-12-01 \\
    --we-purposes stolen_vehicle,missing_endangered --they-purposes stolen_vehicle,missing_endangered`;

export const proposeCommand = part<{ readonly agency?: string }>({
  name: 'propose',
  description: 'take in the file of the other side, or propose by the options; two persons accept it',
  argument: ['[file]', 'file that the other side has sent; without it, the options say what is proposed'],
  options: (command) => {
    addTermOptions(command, PROPOSED_TERMS, PARSERS);
    // The file holds the whole agreement, so the options do not apply.
    for (const option of command.options) option.makeOptionMandatory(false);
    return command;
  },
  example: ['agreement propose from-aurora.json', PROPOSE_EXAMPLE],
  as: 'acts',
  work: async ({ agency: partner, as, client, given, named: file }) => {
    const body = file === '' ? await typedTerms(client, given, partner, as) : await readOffered(file);
    const steps = { 404: findAgencyStep(as), 409: `see how it stands: ${nextCommand('agreement list', as)}` };
    const result = await client.call<ShownAgreement>('POST', '/v1/agreements', body).catch(nextStep(steps));
    return {
      result,
      say: () => [describeAgreement(result), ...nextLines(client, result, { as })].join('\n'),
    };
  },
});

async function typedTerms(
  client: Client,
  given: object,
  partner: string | undefined,
  as: string | undefined,
): Promise<object> {
  const body = bodyOfOptions(PROPOSED_TERMS, given);
  const lacking = placed(PROPOSED_TERMS).flatMap(({ path, term }) =>
    term.isOptional || valueAt(body, path) !== undefined ? [] : [String(term.flag?.split(' ')[0])],
  );
  if (lacking.length > 0) {
    const next = nextCommand('agreement propose --help');
    throw new Error(`give the file of the other side, or also ${lacking.join(', ')}\nnext: ${next}`);
  }
  const ori = await findAgencyOri(client, partner as string, as);
  return { terms: { ...(body.terms as object), partner: ori } };
}

async function readOffered(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      `\`${file}\` is not the file of an agreement\nnext: ask the other side for the file that \`agreement accept --out\` writes there`,
    );
  }
}
