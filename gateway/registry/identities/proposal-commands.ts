/** `client`, `person` and `issuer`: `propose` by one administrator, `approve` by another, `withdraw` by either. */
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { part } from '../../cli/administration/part.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { quoted } from '../../cli/next-command.ts';
import { agency as agencyOf } from '../../cli/ori-argument.ts';
import { nameOfProposal, type ShownProposal } from './proposal.schema.ts';
import { PROPOSABLE, type ProposableKind } from './proposal.terms.ts';

interface Words {
  /** Describes the name that the kind has, for its argument. */
  readonly argument: string;
  /** Examples: what is typed to propose one, and the names of two others. */
  readonly propose: string;
  readonly approve: string;
  readonly withdraw: string;
}

const WORDS: Readonly<Record<ProposableKind, Words>> = {
  client: {
    argument: 'its id at its issuer',
    propose: 'brighton-cad --agency CO0010200',
    ...{ approve: 'brighton-rms', withdraw: 'brighton-old' },
  },
  person: {
    argument: 'their sign-in at the issuer',
    propose: 'jane --agency CO0010200 --name "Jane Example"',
    ...{ approve: 'john', withdraw: 'joan' },
  },
  issuer: {
    argument: 'its URL, the `iss` of its tokens',
    propose: 'https://id.example.gov --jwks-uri https://id.example.gov/jwks',
    ...{ approve: 'https://sso.example.gov', withdraw: 'https://old.example.gov' },
  },
};

const PATH = '/v1/identity-proposals';

export const proposalCommands = (connect: Connect, what: ProposableKind): readonly Command[] => [
  proposeCommand(connect, what),
  approveCommand(connect, what),
  withdrawCommand(connect, what),
];

function proposeCommand(connect: Connect, what: ProposableKind): Command {
  const { named, ofAgency, terms } = PROPOSABLE[what];
  const { argument, propose } = WORDS[what];
  const role =
    what === 'person' ? '\nWithout a role: those are registered by the owner of the database.\n' : '';
  return part<{ readonly agency?: string }>({
    name: 'propose',
    description: `propose ${what === 'issuer' ? 'an' : 'a'} ${what} that may sign in; another administrator approves it`,
    argument: [`<${what}>`, argument],
    options: (command) => {
      const own = ofAgency
        ? command.requiredOption('--agency <agency>', 'the agency, by ORI or name', agencyOf)
        : command;
      return addTermOptions(own, terms, { publicKey: keyIn });
    },
    notes: role,
    example: `${what} propose ${propose}`,
    as: 'acts',
    work: async ({ agency, as, client, given, named: name }) => {
      const result = await client.call<ShownProposal>('POST', `/v1/${what}s`, {
        ...(agency === undefined ? {} : { agency: await findAgencyOri(client, agency, as) }),
        ...{ [named]: name, ...bodyOfOptions(terms, given) },
      });
      const proposed = `proposed: ${name} may not sign in until another administrator approves it`;
      const say = () => [proposed, ...nextByAnother(client, `${what} approve ${quoted(name)}`)].join('\n');
      return { result, say };
    },
  })(connect);
}

/** Reads a file with a public key. */
function keyIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new InvalidArgumentError('name a file that holds the public key as JSON');
  }
}

function approveCommand(connect: Connect, what: ProposableKind): Command {
  return part({
    name: 'approve',
    description: `approve the ${what} that another administrator proposed: it may sign in from then on`,
    argument: [`<${what}>`, WORDS[what].argument],
    example: `${what} approve ${WORDS[what].approve} --as admin-2`,
    json: '{ id, what, status }',
    as: { approves: 'a different person from the one who proposed it' },
    work: async ({ client, named }) => {
      const { id } = await waitingCalled(client, what, named);
      const result = await client.call<object>('POST', `${PATH}/${id}/approve`);
      return { result, say: () => `approved: ${what} ${named} may sign in` };
    },
  })(connect);
}

function withdrawCommand(connect: Connect, what: ProposableKind): Command {
  return part({
    name: 'withdraw',
    description: `take back the proposal of ${what === 'issuer' ? 'an' : 'a'} ${what}, before it is approved`,
    argument: [`<${what}>`, WORDS[what].argument],
    example: `${what} withdraw ${WORDS[what].withdraw}`,
    json: '{ id, status }',
    as: 'acts',
    work: async ({ client, named }) => {
      const { id } = await waitingCalled(client, what, named);
      const result = await client.call<object>('DELETE', `${PATH}/${id}`);
      return { result, say: () => `${what} ${named} is not proposed any more` };
    },
  })(connect);
}

/** @throws Error that says which wait */
async function waitingCalled(client: Client, what: ProposableKind, named: string): Promise<ShownProposal> {
  const { proposals } = await client.call<{ proposals: readonly ShownProposal[] }>('GET', PATH);
  const ofKind = proposals.filter((one) => one.what === what);
  const [found, ...others] = ofKind.filter((one) => nameOfProposal(one) === named || one.id === named);
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined) {
    const ids = [found, ...others]
      .map(({ agency, id, issuer }) => `\n  ${id}  ${agency ?? ''} ${issuer}`)
      .join('');
    throw new Error(`more than one ${what} called \`${named}\` waits; give the id of one of:${ids}`);
  }
  const names = ofKind.map(nameOfProposal).join(', ');
  throw new Error(
    `no ${what} \`${named}\` waits for an approval; ${names === '' ? 'none does' : `these do: ${names}`}`,
  );
}
