/**
 * Tells open pages, within a second, that they may no longer be shown: the agency's rights were revoked, its
 * officer suspended, a registration changed, or a session has ended here or at the issuer. Officers' pages are
 * told too which of their held queries were decided.
 *
 * It looks, and is not told: whatever ends a right or a session is a row by the time the call returns, on whichever node
 * it was made, so that one statement a beat for all open pages of the node finds every cause. A passage of `InFlight`
 * would be cut earlier by some milliseconds, but each open page would be counted in the answer to every revoke.
 */
import type { Request, Response } from 'express';
import type { Queryable } from '../../database/queryable.ts';
import type { Registrations } from '../../identity/registrations-store.ts';
import { findWithdrawn, type Withdrawn } from '../../network/signals/signals-store.ts';
import type { Session } from '../session/sessions.ts';
import { epochFor, findStandings, type Standing } from '../session/standings-store.ts';
import { findDecided } from './decided-store.ts';

/** The reason why a page is over; its words are in `assets/files/live.js`. */
export type WhyOver = 'changed' | 'ended' | 'removed' | 'suspended';

export interface LivePagesDeps {
  readonly pool: Queryable;
  readonly registrations: Pick<Registrations, 'findClient' | 'findPerson'>;
}

/** Milliseconds between two looks. */
const BEAT = 400;
/** Looks between two words to pages of which nothing new is known: they hide what they show when they hear nothing. */
const SILENT = 4;
/** Milliseconds until a browser asks again whose connection was lost. */
const RETRY = 1_000;
/** A browser shares one among its windows, where it can. */
const MOST_OF_SESSION = 4;
const MOST = 1_000;

interface Open {
  readonly response: Response;
  readonly session: Session;
  /** Looks until it hears again that it stands. */
  silent: number;
  /** The ids of decided queries that it was last told of. */
  decided: string;
  /** Holds the withdrawals of other agencies that it was told of last. */
  withdrawn: string;
}

export class LivePages {
  readonly #deps: LivePagesDeps;
  readonly #open = new Set<Open>();
  #timer: NodeJS.Timeout | null = null;
  #looking = false;
  #isClosed = false;

  constructor(deps: LivePagesDeps) {
    this.#deps = deps;
  }

  /** Returns true if one more may be open. */
  hasPlaceFor({ id }: Pick<Session, 'id'>): boolean {
    const own = [...this.#open].filter(({ session }) => session.id.equals(id)).length;
    return !this.#isClosed && this.#open.size < MOST && own < MOST_OF_SESSION;
  }

  /** Adds a page whose head was sent. */
  add(request: Request, response: Response, session: Session): void {
    const open: Open = { response, session, silent: 0, decided: '', withdrawn: '' };
    this.#open.add(open);
    request.socket.setNoDelay(true);
    response.write(`retry: ${RETRY}\n\n`);
    response.once('close', () => this.#remove(open));
    this.#timer ??= setInterval(() => void this.#look(), BEAT).unref();
    void this.#look();
  }

  /** Ends all before the node stops, which would wait for them forever. The pages ask again, elsewhere. */
  close(): void {
    this.#isClosed = true;
    for (const { response } of this.#open) response.end();
  }

  #remove(open: Open): void {
    this.#open.delete(open);
    if (this.#open.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const all = [...this.#open];
      const standings = await findStandings(
        this.#deps.pool,
        all.map(({ session: { id, person } }) => ({
          ...{ id, agencyId: person.agencyId, personId: person.personId },
        })),
      );
      for (const [at, open] of all.entries()) this.#tell(open, standings[at] as Standing);
      const officers = [...this.#open].filter(({ session }) => session.scope !== 'alpr.admin');
      await this.#tellDecided(officers);
      await this.#tellWithdrawn(officers.filter(({ session }) => session.scope === 'alpr.ask'));
    } catch {
      // The pages hear nothing, and hide what they show, since nobody knows if they may show it.
    } finally {
      this.#looking = false;
    }
  }

  #tell(open: Open, standing: Standing): void {
    const { response, session } = open;
    const why = whyOver(session, standing, this.#deps.registrations);
    if (why !== null) {
      this.#remove(open);
      response.end(event('over', { why }));
      return;
    }
    open.silent -= 1;
    if (open.silent >= 0) return;
    open.silent = SILENT;
    response.write(event('stands', { epoch: epochFor(session.person, standing) }));
    // It is said again in each beat: another window of the browser may have opened since.
    open.decided = '';
    open.withdrawn = '';
  }

  async #tellDecided(officers: readonly Open[]): Promise<void> {
    if (officers.length === 0) return;
    const decided = await findDecided(
      this.#deps.pool,
      officers.map(({ session }) => session),
    );
    for (const [at, open] of officers.entries()) {
      const ids = decided[at] ?? [];
      if (open.decided === ids.join()) continue;
      open.decided = ids.join();
      open.response.write(event('decided', { decided: ids }));
    }
  }

  /** Tells the owner's officers, who alone ask others, whose earlier answers they may no longer show. */
  async #tellWithdrawn(officers: readonly Open[]): Promise<void> {
    if (officers.length === 0) return;
    const all = await findWithdrawn(this.#deps.pool);
    for (const open of officers) {
      const withdrawn = withdrawnFor(open.session, all);
      if (open.withdrawn === withdrawn) continue;
      open.withdrawn = withdrawn;
      if (withdrawn !== '') open.response.write(event('withdrawn', { withdrawn: JSON.parse(withdrawn) }));
    }
  }
}

function withdrawnFor({ person }: Session, all: readonly Withdrawn[]): string {
  const own = all.filter(
    ({ officer, ownerId }) =>
      person.agencyId === ownerId && (officer === null || officer === person.personId),
  );
  return own.length === 0 ? '' : JSON.stringify(own.map(({ at, ori }) => ({ at, ori })));
}

function whyOver(
  session: Session,
  standing: Standing,
  registrations: LivePagesDeps['registrations'],
): WhyOver | null {
  const { clientId, issuer, person, subject } = session;
  const now = registrations.findPerson(issuer, subject);
  const isSame = now?.agencyId === person.agencyId && now.roles.join() === person.roles.join();
  if (!isSame || registrations.findClient(issuer, clientId) === undefined) return 'removed';
  if (standing.isSuspended) return 'suspended';
  if (!standing.isSession) return 'ended';
  return epochFor(session.person, standing) > session.epoch ? 'changed' : null;
}

export function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
