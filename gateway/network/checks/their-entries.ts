/** Reads what another gateway has logged of what we asked it, page after page, and what each entry of it proves. */
import { hash } from 'node:crypto';
import type { TheirEntry } from '../../../sharing-rules/network/cross-check.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import { saltedHash } from '../../audit/log-entry.ts';
import { leafHash } from '../../audit/merkle.ts';
import { decodeBase64 } from '../../audit-verify/bytes.ts';
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { GatewayError } from '../../faults/errors.ts';
import { compileSchema } from '../../http/schema.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import { networkEntries } from '../entries/entry-routes.ts';

const { $id: _, ...shape } = networkEntries;
type Page = TypeOf<typeof shape>;
const validatePage = compileSchema<Page>(shape);

export interface ReadEntries {
  readonly entries: readonly (TheirEntry & { readonly text: string })[];
  /** Log index there from which to go on. */
  readonly next: number;
  readonly more: boolean;
}

export interface ReadingBounds {
  readonly since: number;
  /** Ms since the epoch. Entries from before are not ours; at the first from `until` on the reading ends. */
  readonly from: number;
  readonly until: number;
  readonly most: number;
}

/** @throws GatewayError `unavailable` for another answer; `malformed` for one that is not of entries in their order */
export async function readTheirEntries(
  client: Pick<GatewayClient, 'request'>,
  { from, most, since, until }: ReadingBounds,
): Promise<ReadEntries> {
  const entries: (TheirEntry & { readonly text: string })[] = [];
  let next = since;
  for (let more = true; more; ) {
    const page = await readPage(client, next);
    for (const told of page.entries) {
      const { entry, first, last } = entryOf(told);
      if (last >= until || entries.length === most) return { entries, next: told.index, more: last < until };
      if (first >= from) entries.push(entry);
    }
    ({ more, next } = page);
  }
  return { entries, next, more: false };
}

async function readPage(client: Pick<GatewayClient, 'request'>, since: number): Promise<Page> {
  const { body, status } = await client.request('GET', `/v1/network/entries?since=${since}`);
  if (status !== 200) throw new GatewayError('unavailable', `the other gateway answered ${status}`);
  const page = body as Page;
  if (!validatePage(body) || !isInOrder(page, since))
    throw new GatewayError(
      'malformed',
      'the other gateway answered with something that is not a page of entries',
    );
  return page;
}

function isInOrder({ entries, more, next }: Page, since: number): boolean {
  const indices = entries.map(({ index }) => index);
  const grows = [since - 1, ...indices, next].every(
    (index, i, all) => i === 0 || index > (all[i - 1] as number),
  );
  return grows && (!more || next > since);
}

interface Dated {
  readonly entry: ReadEntries['entries'][number];
  /** Ms since the epoch: when it was written at the earliest, and at the latest. */
  readonly first: number;
  readonly last: number;
}

const MINUTE = 60_000;

/** Takes from the detail only what the entry commits to: of any other, it is as if nothing had been told. */
function entryOf({ asker, entry, index, ownerHash }: Page['entries'][number]): Dated {
  const said = parseDetail(entry);
  const salt = decodeBase64(asker?.salt ?? '', 32);
  const owner = decodeBase64(ownerHash ?? '', 32);
  const isProven =
    asker !== null &&
    salt !== null &&
    owner !== null &&
    hash(
      'sha256',
      Buffer.concat([saltedHash({ salt: Buffer.from(salt), detail: asker.detail }), owner]),
      'base64',
    ) === said.commitment;
  const detail = isProven ? parseDetail(asker.detail) : {};
  const named = (detail.asker ?? {}) as { readonly index?: unknown; readonly leafHash?: unknown };
  const [minute, at] = [Date.parse(String(said.minute)), Date.parse(String(detail.at))];
  const isExact = at >= minute && at < minute + MINUTE;
  return {
    entry: {
      index,
      text: entry,
      leafHash: leafHash(Buffer.from(entry)).toString('base64'),
      asker:
        typeof named.index === 'number' && typeof named.leafHash === 'string'
          ? { index: named.index, leafHash: named.leafHash }
          : null,
      count: said.kind === 'release' && typeof detail.records === 'number' ? detail.records : null,
    },
    first: isExact ? at : minute,
    last: isExact ? at : minute + MINUTE,
  };
}
