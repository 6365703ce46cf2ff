/** Partners that ask and ask, on several connections each; now and then for the next page, sometimes a stale one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Asker } from '../../../setup/asker.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import { PLATES } from '../cluster/world.ts';
import { type Attempt, clock, type History } from './history.ts';
import { HttpConnection, type RawAnswer } from './http-connection.ts';

export interface LoadOptions {
  readonly port: number;
  readonly asker: Asker;
  readonly history: History;
  readonly stopped: () => boolean;
  /** Records asked for. */
  readonly limit: number;
  /** Ms before the next query; default: none. */
  readonly rest?: number;
  /** Told of the signed head in each receipt. */
  readonly onHead?: (note: string) => void;
}

/** A page that may be asked for: kept over revokes, so that old ones are tried too. */
interface Page {
  readonly releaseId: string;
  readonly cursor: string;
  readonly epoch: number;
}

const KEPT_PAGES = 20;
const SHARE_OF_PAGES = 0.15;
const PAUSE_AFTER_REFUSAL = 20;

/** Asks on one connection until stopped. */
export async function askOnAndOn(options: LoadOptions): Promise<void> {
  const { asker, history, limit, onHead, port, rest = 0, stopped } = options;
  const connection = new HttpConnection(port);
  const pages: Page[] = [];
  for (let turn = 0; !stopped(); turn += 1) {
    const page = Math.random() < SHARE_OF_PAGES ? pages[Math.floor(Math.random() * pages.length)] : undefined;
    const [path, body] =
      page === undefined
        ? ['/v1/queries', queryBody(asker.ori, turn, limit)]
        : [`/v1/queries/${page.releaseId}/next`, { cursor: page.cursor }];
    const request = requestBytes(asker, 'POST', path, body);
    const begun = clock();
    const answer = await connection.exchange(request).catch(() => null);
    const attempt = attemptOf(asker.ori, begun, answer, page?.epoch ?? null);
    history.attempts.push(attempt);
    if (onHead !== undefined && attempt.index !== null) onHead(headOf(answer?.body ?? ''));
    const cursor = /"next":"([^"]+)"/.exec(answer?.body ?? '')?.[1];
    if (attempt.releaseId !== null && cursor !== undefined && attempt.epoch !== null) {
      pages.push({ releaseId: attempt.releaseId, cursor, epoch: attempt.epoch });
      if (pages.length > KEPT_PAGES) pages.shift();
    }
    // Anyone who is refused does not hammer: most of what is asked is asked while it is shared.
    const pausing = answer === null || answer.status !== 200 ? Math.max(rest, PAUSE_AFTER_REFUSAL) : rest;
    if (pausing > 0) await pause(pausing);
  }
  connection.close();
}

/** The signed note of a receipt. */
function headOf(body: string): string {
  return JSON.parse(
    `"${/"checkpoint":"((?:[^"\\]|\\.)*)"/.exec(body.slice(body.lastIndexOf('"receipt":{')))?.[1] ?? ''}"`,
  );
}

export function queryBody(ori: string, turn: number, limit: number): object {
  const now = Date.now();
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
    },
    onBehalfOf: { id: `officer-${turn % 5}`, name: 'Officer', ori },
    plate: { number: PLATES[turn % PLATES.length] },
    from: new Date(now - 86_400_000).toISOString(),
    to: new Date(now).toISOString(),
    limit,
  };
}

export function attemptOf(
  agency: string,
  begun: number,
  answer: RawAnswer | null,
  followsEpoch: number | null,
): Attempt {
  const ended = clock();
  if (answer === null) {
    const nothing = { status: 0, releaseId: null, index: null, leafHash: null, epoch: null };
    return { agency, begun, ended, ...nothing, followsEpoch };
  }
  const { body, status } = answer;
  // The receipt stands at the end; the reads before it need not be parsed.
  const receipt = body.slice(body.lastIndexOf('"receipt":{'));
  const number = (pattern: RegExp) => {
    const found = pattern.exec(receipt)?.[1];
    return found === undefined ? null : Number(found);
  };
  return {
    agency,
    begun,
    ended,
    status,
    releaseId: status === 200 ? (/^\{"releaseId":"([^"]+)"/.exec(body)?.[1] ?? null) : null,
    index: number(/"index":(\d+)/),
    leafHash: /"leafHash":"([^"]+)"/.exec(receipt)?.[1] ?? null,
    epoch: number(/\\"epoch\\":(\d+)/),
    followsEpoch,
  };
}
