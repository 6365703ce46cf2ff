/** Asks another gateway what changed on one of its lists, as any of its partners does: signed in, page after page. */
import type { GatewayClient } from '../../cli/client/http-client.ts';
import { GatewayError } from '../../faults/errors.ts';
import { connectGateway, unavailable } from '../../jobs/connect-gateway.ts';
import { parseGatewayAddress } from '../../jobs/gateway-credentials.ts';
import { type ChangeCursor, parseCursor } from '../lists/change-cursor.ts';
import type { HotListJobDeps } from '../lists/job-deps.ts';
import { type GatewayPage, validateGatewayPage } from './gateway-page.schema.ts';
import type { Source } from './sources-store.ts';

export interface Pulled {
  readonly changes: GatewayPage['entries'];
  /** They are all that is on the list, up to there: what else is here of it goes. */
  readonly fromBeginning: boolean;
  /** Position up to which the changes lead. */
  readonly since: number;
  /** The `began` of a `ChangeCursor`. */
  readonly began: number;
  readonly more: boolean;
}

/** The most pages of one run: the rest comes with the next, so memory and the transaction stay small. */
const MOST_PAGES = 100;
const PATIENCE = 15_000;
const LARGEST = 4 * 2 ** 20;

/** The job's fault for each answer of the other side. Any other answer may be better the next time. */
const FINAL = {
  401: 'refused',
  403: 'refused',
  404: 'not_found',
  409: 'conflict',
  422: 'malformed',
} as const;

/**
 * Reads what changed at the other gateway, and keeps what came before a fault: a daily cap must not make us
 * begin again each day. If it no longer tells what left its list since then, reads the list from the start.
 * @throws GatewayError of the first page's fault
 */
export async function pullGateway(
  source: Source,
  deps: Pick<HotListJobDeps, 'outbound' | 'credentialsDir' | 'ca'>,
): Promise<Pulled> {
  const { name, list } = parseGatewayAddress(source.url);
  const bounds = { patience: PATIENCE, longest: 2 * PATIENCE, largest: LARGEST };
  const { client } = await connectGateway(name, 'alpr.query', bounds, deps);
  const stands: ChangeCursor = { after: source.since, began: source.began };
  return readOn(client, list, stands).catch((error) => {
    if (!(error instanceof GatewayError && error.code === 'conflict' && stands.after > 0)) throw error;
    return readOn(client, list, { after: 0, began: 0 });
  });
}

async function readOn(client: GatewayClient, list: string, { after, began }: ChangeCursor): Promise<Pulled> {
  const changes: GatewayPage['entries'][number][] = [];
  const fromBeginning = after === 0;
  let pulled: Pulled = { changes, fromBeginning, since: after, began, more: true };
  let next = began > after ? `${after}.${began}` : String(after);
  for (let pages = 0; pages < MOST_PAGES && pulled.more; pages += 1) {
    let page: GatewayPage;
    try {
      page = await readPage(client, list, next);
    } catch (error) {
      if (pages === 0) throw error;
      break;
    }
    changes.push(...page.entries);
    next = page.next;
    const reached = parseCursor(next);
    pulled = { changes, fromBeginning, since: reached.after, began: reached.began, more: page.more };
  }
  return pulled;
}

async function readPage(client: GatewayClient, list: string, since: string): Promise<GatewayPage> {
  const path = `/v1/hot-lists/${list}/entries?since=${since}`;
  const { status, body } = await client.request('GET', path).catch(unavailable);
  if (status !== 200) {
    const code = FINAL[status as keyof typeof FINAL] ?? 'unavailable';
    throw new GatewayError(code, `the other gateway answered ${status}`);
  }
  if (!validateGatewayPage(body)) {
    throw new GatewayError(
      'malformed',
      'the other gateway answered with something that is not a page of entries',
    );
  }
  const { entries, more, next } = body;
  const [before, after] = [parseCursor(since).after, parseCursor(next).after];
  if (after < before || ((more || entries.length > 0) && after === before)) {
    throw new GatewayError('malformed', 'the other gateway does not go on');
  }
  return body;
}
