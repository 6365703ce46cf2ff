/** The commands of clients, persons and issuers: list a kind; propose one; remove one at once, or suspend it. */
import { Command, Option } from 'commander';
import { IDENTITY_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import { part } from '../../cli/administration/part.ts';
import { readList } from '../../cli/administration/read-list.ts';
import { type Connect, GRANTS } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { findListed, findListedId } from '../../cli/client/find-listed.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { onlyAgencyOption } from '../../cli/client-options.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOfRows } from '../../cli/table-of.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import {
  CLIENTS,
  type IdentityTerms,
  type IdentityView,
  ISSUERS,
  PERSONS,
  type Stop,
} from './identity.terms.ts';
import type { SignInsLeft } from './issuers-store.ts';
import { proposalCommands } from './proposal-commands.ts';
import { type TestedSignIn, TICK_COLUMNS } from './sign-in-test.schema.ts';

export const clientCommand = (connect: Connect) =>
  identityCommand(connect, CLIENTS)
    .addCommand(testCommand(connect, CLIENTS, 'client test demo-adams'))
    .addCommand(answerRecordsCommand(connect));
export const issuerCommand = (connect: Connect) =>
  identityCommand(connect, ISSUERS).addCommand(testCommand(connect, ISSUERS, 'issuer test 1'));
export const personCommand = (connect: Connect) =>
  identityCommand(connect, PERSONS).addCommand(reinstateCommand(connect));

function identityCommand<View extends IdentityView>(connect: Connect, terms: IdentityTerms<View>): Command {
  const command = new Command(terms.what).addCommand(listCommand(connect, terms));
  for (const one of proposalCommands(connect, terms.what)) command.addCommand(one);
  for (const stop of terms.stops) command.addCommand(stopCommand(connect, terms, stop));
  return command;
}

const listCommand = <View extends IdentityView>(
  connect: Connect,
  { columns, list, member, ofAgency }: IdentityTerms<View>,
) =>
  part({
    ...list,
    name: 'list',
    options: (command) => {
      if (ofAgency) command.addOption(onlyAgencyOption());
      return command.addOption(new Option('--status <status>').choices(IDENTITY_STATUSES));
    },
    as: 'acts',
    work: async (asked) => {
      const found = await readList<View>(asked, { path: `/v1/${member}`, member });
      return { result: { [member]: found }, say: () => tableOfRows(columns, found) };
    },
  })(connect);

/** The answer to the first of two administrators: nothing is done yet. */
interface StopProposed {
  readonly status: 'proposed';
  readonly index: number;
}

type Stopped = WithdrawalResult & Partial<SignInsLeft> & { readonly halted: boolean };

const stopCommand = <View extends IdentityView>(
  connect: Connect,
  terms: IdentityTerms<View>,
  { description, example, reason: why, verb, warning = '' }: Stop,
) => {
  const { argument, idIsA, member, what } = terms;
  const done = verb === 'remove' ? 'removed' : 'suspended';
  return part<{ readonly reason: string }>({
    ...{ name: verb, description, example, notes: warning },
    argument: [`<${what}>`, argument],
    options: (command) => command.addOption(reasonOption(why)),
    as: 'withdraws',
    // To remove a Chief or an auditor takes a second factor, which a key does not have.
    ...(verb === 'remove' && what === 'person' ? { acting: GRANTS } : {}),
    work: async ({ as, client, named, reason }) => {
      const step = nextStep({
        ...(what === 'issuer' ? { 401: 'if your own sign-in is by this issuer, it is removed already' } : {}),
        404: `give the ${idIsA} that it has in: ${nextCommand(terms.command, as)}`,
      });
      const { id, status: before } = await findListed<View>(client, terms, named, as).catch(step);
      const path = `/v1/${member}/${id}/${verb}`;
      const result = await client.call<Stopped | StopProposed>('POST', path, { reason }).catch(step);
      const say = () => {
        if (!('halted' in result)) {
          return [
            `proposed, log entry ${result.index}: ${what} ${named} is ${done} when another administrator does the same`,
            ...nextByAnother(client, `${what} ${verb} ${quoted(named)} --reason "…"`),
          ].join('\n');
        }
        const now = before === done ? `was ${done} already, and this marks it again` : `is ${done}`;
        const left = describeLeft(result);
        return `${what} ${named} ${now}; ${describeWithdrawal(result)}${left}${result.halted ? HALTED : ''}`;
      };
      return { result, say };
    },
  })(connect);
};

const HALTED =
  '\nall sharing is halted: neither a Chief nor an auditor can sign in; before two administrators resume it,' +
  '\nreinstate one, or have the owner of the database register one with `register`';

function describeLeft({ administratorsLeft = 1, issuersLeft }: Partial<SignInsLeft>): string {
  if (administratorsLeft > 0) return '';
  const who = issuersLeft === 0 ? 'NOBODY CAN SIGN IN ANY MORE' : 'NO ADMINISTRATOR CAN SIGN IN ANY MORE';
  return `\n${who}: the owner of the database must register an issuer`;
}

const answerRecordsCommand = part<{ readonly reason: string }>({
  name: 'answer-records',
  description:
    "let a client answer for its agency's records office, by two administrators; it asks nothing from then on",
  argument: ['<client>', CLIENTS.argument],
  options: (command) => command.addOption(reasonOption('named by letter')),
  notes: '\nIt is never taken back: name a client that is for nothing else.\n',
  example: 'client answer-records brighton-records --reason "named by letter"',
  json: '{ id, status, index }',
  as: 'acts',
  acting: GRANTS,
  work: async ({ as, client, named, reason }) => {
    const { id } = await findListed(client, CLIENTS, named, as);
    const path = `/v1/clients/${id}/answer-records`;
    const result = await client.call<StopProposed | { status: 'answers_records'; index: number }>(
      'POST',
      path,
      {
        reason,
      },
    );
    const say = () =>
      result.status === 'proposed'
        ? [
            `proposed, log entry ${result.index}: nothing changes until another administrator does the same`,
            ...nextByAnother(client, `client answer-records ${quoted(named)} --reason "…"`),
          ].join('\n')
        : `client ${named} answers for its records office, log entry ${result.index}`;
    return { result, say };
  },
});

const reinstateCommand = part<{ readonly reason: string }>({
  name: 'reinstate',
  description: 'let a suspended person sign in again; not oneself',
  argument: ['<person>', PERSONS.argument],
  options: (command) => command.addOption(reasonOption('new key registered')),
  notes: '\nTheir clients sign in again too: remove the one whose key was stolen before.\n',
  example: 'person reinstate reviewer --reason "new key registered" --as admin-2',
  as: 'acts',
  acting: GRANTS,
  work: async ({ as, client, named, reason }) => {
    const { id } = await findListed(client, PERSONS, named, as);
    const path = `/v1/persons/${id}/reinstate`;
    const step = nextStep({ 404: `give the id that it has in: ${nextCommand(PERSONS.command, as)}` });
    const result = await client.call<{ index: number }>('POST', path, { reason }).catch(step);
    return { result, say: () => `person ${named} may sign in again, log entry ${result.index}` };
  },
});

/** `client test` and `issuer test`: what a sign-in lacks, asked from the gateway. */
const testCommand = <View extends IdentityView>(
  connect: Connect,
  terms: IdentityTerms<View>,
  example: string,
) =>
  part({
    name: 'test',
    description: 'ask the issuer what it publishes, and tell what a sign-in lacks; no secret is used',
    argument: [`<${terms.what}>`, terms.argument],
    example,
    json: '{ issuer, clientId, ready, ticks }',
    as: 'asks',
    work: async ({ as, client, named }) => {
      const id = await findListedId<View>(client, terms, named, as);
      const result = await client.call<TestedSignIn>('POST', `/v1/${terms.member}/${id}/test`);
      const sum = result.ready
        ? 'nothing stands in the way of a sign-in'
        : 'people or systems cannot sign in yet';
      return { result, say: () => `${tableOfRows(TICK_COLUMNS, result.ticks)}\n${sum}` };
    },
  })(connect);
