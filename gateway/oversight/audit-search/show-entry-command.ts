/** `audit show`: one entry of the log with what it commits to: who did it, why, and on what it rests. */
import { InvalidArgumentError } from 'commander';
import { withIncidentTold } from '../../../sharing-rules/incident/tell-incident.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import { part } from '../../cli/administration/part.ts';
import type { Client } from '../../cli/client/connect.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import { heldInWords } from '../held/held-in-words.ts';
import type { ProvenEntry } from './audit-search.schema.ts';

export const showEntryCommand = part({
  name: 'show',
  description: 'one entry with its details: who did it, and why; looking at it is an entry itself',
  argument: ['<entry>', 'its number, as `audit search` has it', entryNumber],
  example: 'audit show 1',
  as: 'asks',
  acting: { otherwise: 'auditor' },
  work: async ({ as, client, named: number }) => {
    const newest = nextCommand('audit search --limit 10', as);
    const entry = await client
      .call<ProvenEntry>('GET', `/v1/audit/entries/${number}`)
      .catch(nextStep({ 404: `see the newest: ${newest}` }));
    const say = async () => {
      const officer = await officerNamed(client, entry);
      const details = officer === null ? detailsOf(entry) : { ...detailsOf(entry), officer };
      return [membersOf(await withNames(client, details)), ...theRest(entry, as)].join('\n');
    };
    return { result: entry, say };
  },
});

/** Returns the officer whom the entry is about, or who asked; null for nobody. */
async function officerNamed(client: Client, { officerId }: ProvenEntry): Promise<string | null> {
  if (officerId === null) return null;
  try {
    const path = `/v1/subjects/${officerId}`;
    const { name, reference } = await client.call<{ name: string; reference: string }>('GET', path);
    return `${name} (${reference})`;
  } catch (error) {
    // An id that somebody wrote beside the entry must not keep it from being shown.
    if (error instanceof GatewayProblem && error.answer.status === 404)
      return `${officerId} (not in the registry)`;
    throw error;
  }
}

interface OwnersDetail {
  readonly input?: { readonly query?: Readonly<Record<string, unknown>> | null } | null;
}

/** Returns the question of a query, without the hundred facts that judged it: those are for a program. */
function detailsOf({ agency, altered, asker, at, effect, index, kind, owner, proved }: ProvenEntry): object {
  const held = { 'held against the log': heldInWords({ altered, proved }) };
  const entry = { entry: index, at, kind, effect, agency, ...held };
  const gone = proved === null ? 'no longer kept' : 'removed';
  if (asker === null || owner === null) return { ...entry, asker: gone, owner: gone };
  const asked = parseDetail(asker.detail);
  const { input, ...rest } = parseDetail(owner.detail) as OwnersDetail;
  if (!input?.query) return { ...entry, asker: asked, owner: parseDetail(owner.detail) };
  const { from, to, ...query } = input.query;
  const window = { from: timeOf(from), to: timeOf(to) };
  return { ...entry, query: { ...told(query), ...window }, asker: told(asked), owner: rest };
}

/** With the incident as a sentence, where one was stated. */
function told<T extends { readonly purpose?: unknown }>(asked: T): T {
  return asked.purpose === undefined
    ? asked
    : { ...asked, purpose: withIncidentTold(asked.purpose as Purpose) };
}

function timeOf(ms: unknown): unknown {
  return typeof ms === 'number' ? new Date(ms).toISOString() : ms;
}

function theRest({ index, owner }: ProvenEntry, as: string | undefined): string[] {
  if (owner === null || !(parseDetail(owner.detail) as OwnersDetail).input?.query) return [];
  return [`all by which it was judged: ${nextCommand(`audit show ${index} --json`, as)}`];
}

export function entryNumber(text: string): string {
  if (/^\d{1,15}$/.test(text)) return text;
  throw new InvalidArgumentError('write the number of an entry, e.g. 120');
}
