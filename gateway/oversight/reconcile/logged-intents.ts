/** Reads the log's intents through the API, as any auditor does, so that this reading is logged, too. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Client } from '../../cli/client/connect.ts';
import { bodyOf, readAnswer } from '../../cli/client/http-client-answer.ts';
import type { Intent } from './compare-audits.ts';

/** The part that is used of an entry in an export or a search. */
interface ToldEntry {
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly releaseId: string | null;
  /** Null if it was erased; absent in a search. */
  readonly owner?: { readonly detail: string } | null;
}

/** ISO 8601. */
export interface Period {
  /** Inclusive. */
  readonly from?: string;
  /** Exclusive. */
  readonly to?: string;
}

export interface LoggedIntents {
  readonly intents: readonly Intent[];
  /** Number of entries whose details were erased with their day, so that their questions are unknown. */
  readonly erased: number;
}

const KIND = 'source_asked';

/** Exports the intents of a period. @throws GatewayProblem if the gateway does not answer, or refuses */
export async function findIntents(client: Client, period: Period): Promise<LoggedIntents> {
  const body = { ...period, kind: KIND, format: 'ndjson' };
  const response = await client.open('POST', '/v1/audit/export', body);
  if (!response.ok || response.body === null) bodyOf(await readAnswer(response));
  const intents: Intent[] = [];
  let erased = 0;
  // An export that was cut does not end properly, so that reading it fails.
  for await (const line of createInterface({ input: Readable.fromWeb(response.body as never) })) {
    const intent = intentOf(JSON.parse(line) as ToldEntry);
    if (intent === null) erased += 1;
    else intents.push(intent);
  }
  return { intents, erased };
}

/** Finds what the log says about one question at any time: its intent, and the kinds of all its entries. */
export async function findQuestion(
  client: Client,
  releaseId: string,
): Promise<{ readonly intent: Intent | null; readonly kinds: readonly string[] }> {
  const body = { releaseId, limit: 10 };
  const found = await client.call<{ entries: readonly ToldEntry[] }>('POST', '/v1/audit/search', body);
  const intent = found.entries.find(({ kind }) => kind === KIND);
  return {
    intent: intent === undefined ? null : intentOf(intent),
    kinds: found.entries.map(({ kind }) => kind),
  };
}

function intentOf({ at, index, owner, releaseId }: ToldEntry): Intent | null {
  if (releaseId === null) return null;
  const { plate, told } = owner ? (JSON.parse(owner.detail) as { plate?: unknown; told?: unknown }) : {};
  const textOr = (value: unknown) => (typeof value === 'string' ? value : null);
  return { index, at, releaseId, told: textOr(told), plate: textOr(plate) };
}
