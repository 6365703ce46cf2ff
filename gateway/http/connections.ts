/**
 * Who has a place at the port. Connections are accepted before anybody knows who asks; so those on which nobody has
 * signed in yet make room for newer ones, anyone who has work under way keeps theirs, and no client has them all.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './asker-address.ts';
import type { IsTrustedProxy } from './trusted-proxies.ts';

/** Emitted on a socket, with `KnownAs`, when somebody has signed in on it: see `mark-known.ts`. */
export const AUTHENTICATED = 'authenticated';

/** Who has signed in first on a connection. */
export interface KnownAs {
  /** Whose connections are counted together. */
  readonly client: string;
  /** May halt or revoke: keeps their place while anybody else's can be had. */
  readonly isAdministrator: boolean;
}

/** Whether nobody has signed in on this connection of a server with `Connections`. */
export function isStranger(socket: Socket): boolean {
  return socket.listenerCount(AUTHENTICATED) > 0;
}

export interface ConnectionLimits {
  /** At once; one more ends the one that is needed least, or, where each is needed, itself. */
  readonly connections: number;
  /** Of strangers at one address; above it, one that has been idle for a while ends. */
  readonly perAddress: number;
  /** Of one client that has signed in on them; above it one without work ends, or the newest counts as a stranger's. */
  readonly perClient: number;
  /** Requests of one connection that have no answer yet; one more ends the connection. */
  readonly pipelined: number;
  /** Ms that a stranger may leave an answer unread without taking a byte of it. */
  readonly unread: number;
  /** As `unread`, for those who have signed in. */
  readonly stalled: number;
}

/** Ms. Who has just come, or been answered, is about to ask: only where all places are taken must they go. */
const SETTLED = 1_000;
/** Part of all places that partners who have signed in leave to newcomers and administrators. */
const RESERVED = 1 / 8;

interface Place {
  readonly socket: Socket;
  readonly address: string;
  /** Null: a stranger's. */
  known: KnownAs | null;
  /** Ms, monotonic: when it came, or was last answered. */
  since: number;
  /** Requests without an answer that has left. */
  unanswered: number;
  /** Of these, a stranger's answers that are made and only wait to be read. */
  unread: number;
  /** The last request without an answer that has left: only of this one can the body be under way. */
  latest: { readonly request: IncomingMessage; readonly response: ServerResponse } | null;
}

export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #reserved: number;
  readonly #places = new WeakMap<Socket, Place>();
  /** Those on which nobody has signed in; who was answered last, or came last, stands last. */
  readonly #strangers = new Set<Place>();
  /** By client; who signed in last stands last. */
  readonly #partners = new Map<string, Set<Place>>();
  readonly #administrators = new Map<string, Set<Place>>();
  readonly #byAddress = new Map<string, Set<Place>>();
  #all = 0;
  isTrustedProxy: IsTrustedProxy = () => false;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
    this.#reserved = Math.floor(limits.connections * RESERVED);
  }

  /** For the server's event `connection`. */
  take(socket: Socket): void {
    const place: Place = {
      ...{ socket, address: networkOf(socket.remoteAddress), known: null, latest: null },
      ...{ since: performance.now(), unanswered: 0, unread: 0 },
    };
    this.#places.set(socket, place);
    this.#all += 1;
    this.#strangers.add(place);
    addTo(this.#byAddress, place.address, place);
    const know = (known: KnownAs) => {
      if (this.#know(place, known)) socket.removeListener(AUTHENTICATED, know);
    };
    socket.on(AUTHENTICATED, know);
    socket.once('close', () => this.#remove(place));
    this.#makeRoom(place);
  }

  /** @returns whether the request may be answered; if not, its connection is closed */
  mayBeAnswered(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const place = this.#places.get(socket);
    if (place === undefined || place.unanswered >= this.#limits.pipelined) {
      socket.destroy();
      return false;
    }
    place.unanswered += 1;
    const latest = { request, response };
    place.latest = latest;
    response.once('close', () => {
      place.unanswered -= 1;
      place.since = performance.now();
      if (place.latest === latest) place.latest = null;
    });
    if (place.known === null) this.#watchReading(place, response);
    return true;
  }

  #watchReading(place: Place, response: ServerResponse): void {
    place.socket.setTimeout(this.#limits.unread);
    let made = false;
    response.once('prefinish', () => {
      made = true;
      place.unread += 1;
    });
    response.once('close', () => {
      if (made) place.unread -= 1;
      if (this.#strangers.delete(place)) this.#strangers.add(place);
    });
  }

  /**
   * @returns whether it has a place as a known client's; if not, it stays a stranger's, and is answered all the
   * same
   */
  #know(place: Place, known: KnownAs): boolean {
    const { socket } = place;
    if (socket.destroyed || !this.#strangers.has(place)) return false;
    if (!this.isTrustedProxy(socket.remoteAddress) && !this.#hasRoomFor(known)) return false;
    this.#strangers.delete(place);
    removeFrom(this.#byAddress, place.address, place);
    place.known = known;
    addTo(this.#sameKind(known), known.client, place);
    socket.setTimeout(this.#limits.stalled);
    return true;
  }

  /** Ends one without work of the same client, or of another that has more, where that makes room. */
  #hasRoomFor(known: KnownAs): boolean {
    const { connections, perClient } = this.#limits;
    const mine = this.#sameKind(known).get(known.client);
    if (mine !== undefined && mine.size >= perClient) return this.#end(find(mine, isWithoutWork));
    if (known.isAdministrator) return true;
    let partners = 0;
    for (const places of this.#partners.values()) partners += places.size;
    return partners < connections - this.#reserved || this.#end(leastNeeded(this.#partners));
  }

  #sameKind({ isAdministrator }: KnownAs): Map<string, Set<Place>> {
    return isAdministrator ? this.#administrators : this.#partners;
  }

  #remove(place: Place): void {
    const { address, known } = place;
    if (known === null) {
      if (!this.#strangers.delete(place)) return;
      removeFrom(this.#byAddress, address, place);
    } else if (!removeFrom(this.#sameKind(known), known.client, place)) return;
    this.#all -= 1;
  }

  #makeRoom(newest: Place): void {
    const { connections, perAddress } = this.#limits;
    const atAddress = this.#byAddress.get(newest.address) as Set<Place>;
    if (atAddress.size > perAddress && !this.isTrustedProxy(newest.socket.remoteAddress)) {
      const settled = newest.since - SETTLED;
      this.#end(find(atAddress, (place) => place.since <= settled && isWithoutWork(place)));
    }
    if (this.#all <= connections) return;
    const idle = (place: Place) => place !== newest && place.unanswered === 0;
    const needless = (place: Place) => place !== newest && isWithoutWork(place);
    const stranger = () => find(this.#strangers, idle) ?? find(this.#strangers, needless);
    // Newcomers have a share too: who has just connected may be an administrator.
    const first = this.#strangers.size - 1 > this.#reserved ? stranger() : undefined;
    const partner = () => leastNeeded(this.#partners) ?? stranger();
    this.#end(first ?? partner() ?? leastNeeded(this.#administrators) ?? newest);
  }

  /** @returns whether there was one */
  #end(place: Place | undefined): boolean {
    if (place === undefined) return false;
    // Now, not when its end is heard of: the next to come must not choose it again.
    this.#remove(place);
    place.socket.destroy();
    return true;
  }
}

/** Nothing is done for it now: no request, one whose body is not all here, or answers that nobody reads. */
function isWithoutWork({ latest, unanswered, unread }: Place): boolean {
  const isHalfSent = latest !== null && !latest.request.complete && !latest.response.writableEnded;
  return unanswered - unread - (isHalfSent ? 1 : 0) <= 0;
}

/** Of the client with the most, the oldest without work; or of the one with the next most. */
function leastNeeded(clients: ReadonlyMap<string, Set<Place>>): Place | undefined {
  let best: Place | undefined;
  let most = 0;
  for (const places of clients.values()) {
    if (places.size <= most) continue;
    const place = find(places, isWithoutWork);
    if (place === undefined) continue;
    best = place;
    most = places.size;
  }
  return best;
}

function addTo(sets: Map<string, Set<Place>>, key: string, place: Place): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([place]));
  else set.add(place);
}

/** @returns whether it was there */
function removeFrom(sets: Map<string, Set<Place>>, key: string, place: Place): boolean {
  const set = sets.get(key);
  const was = set?.delete(place) ?? false;
  if (set?.size === 0) sets.delete(key);
  return was;
}

function find(places: Iterable<Place>, fits: (place: Place) => boolean): Place | undefined {
  for (const place of places) if (fits(place)) return place;
  return undefined;
}
