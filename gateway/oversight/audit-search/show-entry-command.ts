/** `audit show`: one entry of the log with what it commits to: who did it, why, and on what it rests. */

import { Argument, Command, InvalidArgumentError } from 'commander';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { askAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import type { ProvenEntry } from './audit-search.schema.ts';

export function showEntryCommand(connect: Connect): Command {
  return new Command('show')
    .description('one entry with its details: who did it, and why; looking at it is an entry itself')
    .addArgument(new Argument('<entry>', 'its number, as `audit search` has it').argParser(entryNumber))
    .addOption(askAs('auditor'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- audit show 1')
    .action(async (number: string, { as, json }: ClientOptions) => {
      const client = await connect(as, { otherwise: 'auditor' });
      const newest = nextCommand('audit search --limit 10', as);
      const entry = await client
        .call<ProvenEntry>('GET', `/v1/audit/entries/${number}`)
        .catch(nextStep({ 404: `see the newest: ${newest}` }));
      const officer = json ? null : await officerNamed(client, entry);
      const details = officer === null ? detailsOf(entry) : { ...detailsOf(entry), officer };
      const shown = json ? entry : await withNames(client, details);
      printResult(entry, json === true, () => [membersOf(shown), ...theRest(entry, as)].join('\n'));
    });
}

/** Of whom the entry is, or who asked; null for nobody. */
async function officerNamed(client: Client, { officerId }: ProvenEntry): Promise<string | null> {
  if (officerId === null) return null;
  const { name, reference } = await client.call<{ name: string; reference: string }>(
    'GET',
    `/v1/subjects/${officerId}`,
  );
  return `${name} (${reference})`;
}

/** Of a query what was asked, and not the hundred facts by which it was judged: those are for a program. */
function detailsOf({ agency, asker, at, effect, index, kind, owner }: ProvenEntry): object {
  const entry = { entry: index, at, kind, effect, agency };
  const asked = asker === null ? 'no longer kept' : JSON.parse(asker.detail);
  if (owner === null) return { ...entry, asker: asked, owner: 'no longer kept' };
  const { input, ...rest } = JSON.parse(owner.detail);
  if (input?.query === undefined) return { ...entry, asker: asked, owner: JSON.parse(owner.detail) };
  const { from, to, ...query } = input.query;
  const window = { from: timeOf(from), to: timeOf(to) };
  return { ...entry, query: { ...query, ...window }, asker: asked, owner: rest };
}

function timeOf(ms: unknown): unknown {
  return typeof ms === 'number' ? new Date(ms).toISOString() : ms;
}

function theRest({ index, owner }: ProvenEntry, as: string | undefined): string[] {
  if (owner === null || JSON.parse(owner.detail).input?.query === undefined) return [];
  return [`all by which it was judged: ${nextCommand(`audit show ${index} --json`, as)}`];
}

function entryNumber(text: string): string {
  if (/^\d{1,15}$/.test(text)) return text;
  throw new InvalidArgumentError('write the number of an entry, e.g. 120');
}
