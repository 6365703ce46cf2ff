/** The vendor's custom hot lists and alert subscriptions (Flock v3), one function for each thing that is asked of it. */
import type { ValidateFunction } from 'ajv';
import type { HeldEntry, VendorEntry } from '../../../sharing-rules/hot-lists/vendor-list.ts';
import { compileSchema } from '../../http/schema.ts';
import type { Shape } from '../../http/schemas/shapes.ts';
import { FlockFault } from '../../reads/sources/flock/flock-fault.ts';
import { ALERT_KEY_HEADER } from './alert-key.ts';
import type { VendorSide } from './vendor-side.ts';

export interface ListedEntry extends HeldEntry {
  readonly listId: string;
}

/** The entries of one of the vendor's pages. */
const PAGE = 3_000;
/** A list that never ends is not followed for ever. */
const MOST_PAGES = 100;
/** The entries of one request to add or to remove. */
const TOGETHER = 500;
const SUBSCRIPTIONS = '/integrations/lpr/alerts/subscriptions';

/** Makes a schema that ignores whatever else the vendor sends: its interface may grow. */
const members = (properties: object, ...optional: readonly string[]) => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const text = { type: 'string', maxLength: 2_048 };
const maybe = { type: ['string', 'null'], maxLength: 2_048 };
const many = (items: object) => ({ type: 'array', items });
const validator = <T>(schema: object): ValidateFunction<T> => compileSchema<T>(schema as Shape<T>);

interface NamedList {
  readonly id: string;
  readonly name: string;
}

interface EntriesPage {
  readonly entries: readonly {
    readonly id: string;
    readonly plate: string;
    readonly reason: string;
    readonly caseNumber: string;
    readonly expiry?: string | null;
  }[];
  readonly nextPage?: string | null;
}

interface Subscription {
  readonly id: string;
  readonly callbackUrl: string;
  readonly enabled?: boolean | null;
}

const areLists = validator<readonly NamedList[]>(many(members({ id: text, name: text })));
const isMade = validator<{ readonly id: string }>(members({ id: text }));
const isEntriesPage = validator<EntriesPage>(
  members(
    {
      entries: many(
        members({ id: text, plate: text, reason: text, caseNumber: text, expiry: maybe }, 'expiry'),
      ),
      nextPage: maybe,
    },
    'nextPage',
  ),
);
const areSubscriptions = validator<readonly Subscription[]>(
  many(members({ id: text, callbackUrl: text, enabled: { type: ['boolean', 'null'] } }, 'enabled')),
);

/** @throws FlockFault `malformed` for an answer that cannot be read */
function checked<T>(answer: unknown, validate: ValidateFunction<T>): T {
  if (!validate(answer)) throw new FlockFault('malformed');
  return answer;
}

/** Finds the ids of the lists of the gateway's own name; makes one if there is none. @throws FlockFault */
export async function findOwnLists({
  client,
  listName,
}: VendorSide): Promise<readonly [string, ...string[]]> {
  const all = checked(await client.request('GET', '/hotlists'), areLists);
  const [first, ...others] = all.filter(({ name }) => name === listName).map(({ id }) => id);
  if (first !== undefined) return [first, ...others];
  const made = await client.request('POST', '/hotlists', { name: listName, entries: [] });
  return [checked(made, isMade).id];
}

/** Finds every entry of the list, page by page. @throws FlockFault */
export async function findEntries({ client }: VendorSide, listId: string): Promise<ListedEntry[]> {
  const found: ListedEntry[] = [];
  let cursor = '';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const path = `${pathOf(listId)}?limit=${PAGE}${cursor}`;
    const { entries, nextPage } = checked(await client.request('GET', path), isEntriesPage);
    for (const { caseNumber, expiry, id, plate, reason } of entries) {
      const at = Date.parse(expiry ?? '');
      found.push({ listId, id, plate, reason, caseNumber, expiresAt: Number.isNaN(at) ? null : at });
    }
    if (!nextPage) return found;
    cursor = `&cursor=${encodeURIComponent(nextPage)}`;
  }
  throw new FlockFault('malformed');
}

/** @throws FlockFault */
export async function addEntries(
  { client }: VendorSide,
  listId: string,
  entries: readonly VendorEntry[],
): Promise<void> {
  for (const some of inTurn(entries)) {
    const sent = some.map(({ expiresAt, ...entry }) => ({
      ...entry,
      expiry: new Date(expiresAt).toISOString(),
    }));
    await client.request('POST', `${pathOf(listId)}/addBatch`, { entries: sent });
  }
}

/** @throws FlockFault */
export async function removeEntries({ client }: VendorSide, entries: readonly ListedEntry[]): Promise<void> {
  for (const listId of new Set(entries.map((entry) => entry.listId))) {
    const ids = entries.filter((entry) => entry.listId === listId).map(({ id }) => id);
    for (const some of inTurn(ids))
      await client.request('POST', `${pathOf(listId)}/deleteBatch`, { ids: some });
  }
}

/**
 * Makes the vendor send its alerts here, under the current key. Resolves to how many others get them too:
 * those bypass the gateway. @throws FlockFault
 */
export async function subscribe({ alertsUrl, client, listName }: VendorSide, key: string): Promise<number> {
  const all = checked(await client.request('GET', SUBSCRIPTIONS), areSubscriptions);
  const own = all.find(({ callbackUrl }) => callbackUrl === alertsUrl);
  const wanted = {
    name: listName,
    callbackUrl: alertsUrl,
    credentials: { scheme: 'apiKey', apiKey: { key, headerName: ALERT_KEY_HEADER } },
    contentType: 'application/json',
    customHotlistAudienceFilter: 'organization',
    enabledFirstResponderJurisdictionAlerts: false,
    enabled: true,
  };
  if (own === undefined) await client.request('POST', SUBSCRIPTIONS, wanted);
  else await client.request('PUT', SUBSCRIPTIONS, { ...wanted, id: own.id });
  return all.filter(({ callbackUrl, enabled }) => callbackUrl !== alertsUrl && enabled !== false).length;
}

const pathOf = (listId: string) => `/hotlists/${encodeURIComponent(listId)}/entries`;

function* inTurn<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += TOGETHER) yield all.slice(at, at + TOGETHER);
}
