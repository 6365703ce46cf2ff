/** `agreement`: agreements with other gateways, which two persons of each side accept, and either side ends alone. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { part } from '../../cli/administration/part.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { findListedId, type NamedList } from '../../cli/client/find-listed.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOfRows } from '../../cli/table-of.ts';
import { type Columns, minuteOf } from '../../http/schemas/terms.ts';
import type { ShownAgreement } from './agreement.schema.ts';
import { AGREEMENT_STATUS_WORDS } from './agreement.terms.ts';
import { NEXT_WORDS, nextStepOf, type OwnMetadata, partyFacts } from './agreement-facts.ts';
import { describeAgreement, nextLines } from './describe-agreement.ts';
import { proposeCommand } from './propose-agreement-command.ts';

export function agreementCommand(connect: Connect): Command {
  return new Command('agreement')
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect))
    .addCommand(proposeCommand(connect))
    .addCommand(acceptCommand(connect))
    .addCommand(overCommand('reject', 'reject an agreement that is proposed, for good', 'too long')(connect))
    .addCommand(
      overCommand(
        'end',
        'end an agreement in force, and the grants under it, for good',
        'vendor changed',
      )(connect),
    );
}

const PATH = '/v1/agreements';
const AGREEMENT = ['<agreement>', 'id of the agreement, or ORI or name of its agency'] as const;

const AGREEMENTS: NamedList<ShownAgreement> = {
  ...{ what: 'agreement', path: PATH, member: 'agreements', command: 'agreement list' },
  id: /^sha256:[0-9a-f]{64}$/,
  names: ({ name, ori }) => [ori, name],
  describe: ({ agreement, ori, status }) => `${ori}, ${status}, until ${agreement.until.slice(0, 10)}`,
};

const COLUMNS: Columns<ShownAgreement> = {
  agency: ({ name, ori }) => `${ori} ${name}`,
  status: ({ status }) => AGREEMENT_STATUS_WORDS[status].toLowerCase(),
  'until (UTC)': ({ agreement }) => minuteOf(agreement.until),
  next: (one) => NEXT_WORDS[nextStepOf(one)],
  id: ({ id }) => id,
};

const listCommand = part({
  name: 'list',
  description:
    'all agreements, the newest first, what comes next of each, and what the other side needs of us',
  example: 'agreement list',
  json: '{ agreements }',
  as: 'asks',
  work: async ({ client }) => {
    const result = await client.call<{ agreements: ShownAgreement[] }>('GET', PATH);
    const ofUs = async () => {
      const said = await client.call<OwnMetadata>('GET', '/.well-known/oauth-protected-resource');
      const facts = partyFacts(said).map(([{ flag }, value]) => `${flag.split(' ')[0]} ${quoted(value)}`);
      return ['the other side needs of us, if it proposes:', ...facts].join('\n  ');
    };
    return {
      result,
      say: async () => `${tableOfRows(COLUMNS, result.agreements)}\n${await ofUs()}`,
    };
  },
});

const outOption = () =>
  new Option('--out <file>', 'write the file for the other side; one that is there is not overwritten');

/** @throws Error before anything is done, where the file could not be written afterwards */
function refuseIfThere({ out }: { readonly out?: string }): void {
  if (out !== undefined && existsSync(out))
    throw new Error(`\`${out}\` is there already\nnext: type the same again with another name of a file`);
}

/** Writes the file for the other side, where that was asked for, and returns what comes next. */
async function writeOut(
  client: Client,
  shown: ShownAgreement,
  asked: { readonly as: string | undefined; readonly out?: string },
): Promise<string[]> {
  const { file, name } = shown;
  const { out } = asked;
  const next = nextLines(client, shown, asked);
  if (out === undefined) return next;
  if (file === null)
    return [`${out} is not written: the file is there once two persons here have accepted`, ...next];
  await writeFile(out, `${JSON.stringify(file, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  return [`written: ${out}`, `next: send it to ${name}, where two persons accept it`];
}

const showCommand = part<{ readonly out?: string }>({
  name: 'show',
  description: 'one agreement: its terms, the fingerprints to compare by phone, and what comes next',
  argument: AGREEMENT,
  options: (command) => command.addOption(outOption()),
  example: 'agreement show CO0010100',
  as: 'asks',
  read: refuseIfThere,
  work: async ({ as, client, named, out }) => {
    const id = await findListedId(client, AGREEMENTS, named, as);
    const result = await client.call<ShownAgreement>('GET', `${PATH}/${id}`);
    const next = await writeOut(client, result, { as, ...(out && { out }) });
    return { result, say: () => [describeAgreement(result), ...next].join('\n') };
  },
});

const ACCEPT_NOTES = `
First compare all three fingerprints by phone with the other agency, by a number
that you know: agreement show. Another administrator accepts as well.
`;

const acceptCommand = part<{ readonly out?: string }>({
  name: 'accept',
  description:
    'accept an agreement whose fingerprints you have compared; two persons do, one after the other',
  argument: AGREEMENT,
  options: (command) => command.addOption(outOption()),
  notes: ACCEPT_NOTES,
  example: 'agreement accept CO0010100 --out for-aurora.json',
  as: 'acts',
  read: refuseIfThere,
  work: async ({ as, client, named, out }) => {
    const id = await findListedId(client, AGREEMENTS, named, as);
    const result = await client.call<ShownAgreement>('POST', `${PATH}/${id}/accept`).catch(stepsFor(id, as));
    const next = await writeOut(client, result, { as, ...(out && { out }) });
    const said = `${result.name} (${result.ori}): accepted by ${[result.acceptedFirstByName, result.acceptedByName].filter(Boolean).join(' and ')}`;
    return { result, say: () => [said, ...next].join('\n') };
  },
});

const overCommand = (name: 'reject' | 'end', description: string, example: string) =>
  part<{ readonly reason: string }>({
    ...{ name, description, argument: AGREEMENT, as: 'withdraws' },
    options: (command) => command.addOption(reasonOption(example)),
    example: `agreement ${name} CO0010100 --reason "${example}"`,
    work: async ({ as, client, named, reason }) => {
      const id = await findListedId(client, AGREEMENTS, named, as);
      const result = await client
        .call<ShownAgreement>('POST', `${PATH}/${id}/${name}`, { reason })
        .catch(stepsFor(id, as));
      const words = AGREEMENT_STATUS_WORDS[result.status].toLowerCase();
      const grants = name === 'end' ? ', with the grants under it' : '';
      return {
        result,
        say: () => `${result.name} (${result.ori}): ${words} for good${grants}; their gateway is told`,
      };
    },
  });

const stepsFor = (id: string, as?: string) =>
  nextStep({ 409: `see how it stands: ${nextCommand(`agreement show ${id}`, as)}` });
