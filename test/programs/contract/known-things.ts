/** What the answers told so far: ids to ask for, by the word of the path that stands before them. */
import type { Operation } from '../../../gateway/http/routes/route.ts';

/** Kept of each kind, the newest. */
const MOST = 200;
const NAMES = ['id', 'hitId', 'ori', 'month', 'queryId'] as const;

/** A page that can be asked for: only together do they fit. */
export interface NextPage {
  readonly releaseId: string;
  readonly cursor: string;
  /** Who asked for the page before it: nobody else gets the next. */
  readonly askedBy: string;
}

export class KnownThings {
  readonly #ids = new Map<string, string[]>();
  readonly pages: NextPage[] = [];
  /** The newest release, by the name of the player who asked. */
  readonly releases = new Map<string, string>();

  of(kind: string): readonly string[] {
    return this.#ids.get(kind) ?? [];
  }

  add(kind: string, id: string): void {
    const known = this.#ids.get(kind) ?? [];
    if (!known.includes(id)) this.#ids.set(kind, [...known, id].slice(-MOST));
  }

  /** @param spared what must be left as it is, e.g. a grant of the partner that asks */
  learn(operation: Operation, body: unknown, askedBy: string, spared: (item: object) => boolean): void {
    if (typeof body !== 'object' || body === null) return;
    const kind = madeKindOf(operation);
    const items = Object.values(body).filter(Array.isArray).flat();
    for (const item of [body, ...items] as Record<string, unknown>[]) {
      if (typeof item !== 'object' || item === null || spared(item)) continue;
      const named = NAMES.filter((name) => item[name] !== undefined);
      // Only what has no other name goes by its place in the log.
      for (const name of named.length > 0 ? named : ['index']) this.#addIfId(kind, item[name]);
    }
    const { entry, id, job, receipt } = body as Readonly<Record<string, unknown>>;
    if (operation.id === 'queryReads')
      this.#addIfId('released entries', (receipt as { index?: unknown } | undefined)?.index);
    if (operation.id === 'proposeGrant') this.#addIfId('proposals', id);
    if (operation.id === 'enterStandingQuery') this.#addIfId('standing queries', entry);
    if (operation.id === 'suspendOfficer') this.#addIfId('suspended officers', id);
    if (operation.id === 'syncHotList') this.#addIfId('jobs', job);
    if (/^propose(?:Client|Person|Issuer)$/.test(operation.id)) this.#addIfId('identities', id);
    const { next, releaseId } = body as Partial<Record<'next' | 'releaseId', string>>;
    if (operation.id === 'queryReads' && releaseId) this.releases.set(askedBy, releaseId);
    if (next && releaseId) this.pages.push({ releaseId, cursor: next, askedBy });
  }

  #addIfId(kind: string, value: unknown): void {
    if (typeof value === 'string' || typeof value === 'number') this.add(kind, String(value));
  }
}

/** `grants` of `/v1/grants/{id}/approve`; of a path without an id its last word. */
export function kindOf(path: string): string {
  const words = path.split('/');
  const at = words.findIndex((word) => word.startsWith('{'));
  return (at < 0 ? words.at(-1) : words[at - 1]) ?? '';
}

/** What is made below another thing is of a kind of its own: a push of a list is not a list. */
function madeKindOf({ answers, path }: Operation): string {
  return answers[201] === undefined ? kindOf(path) : (path.split('/').at(-1) ?? '');
}
