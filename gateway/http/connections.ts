/**
 * Decides which connections the port keeps. A connection is accepted before it is known who asks. When there
 * are too many, those on which nobody has signed in are closed first, those with a request under way are
 * kept, and no client can hold all of them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './asker-address.ts';
import type { IsTrustedProxy } from './trusted-proxies.ts';

/** The event emitted on a socket, with `KnownAs`, when somebody has signed in on it: see `mark-known.ts`. */
export const AUTHENTICATED = 'authenticated';

/** The first one who signed in on a connection. */
export interface KnownAs {
  /** The client, whose connections are counted together. */
  readonly client: string;
  /** True for those who may halt or revoke: their connection is the last to be closed. */
  readonly isAdministrator: boolean;
}

/** Returns true if nobody has signed in on this connection of a server with `Connections`. */
export function isStranger(socket: Socket): boolean {
  return socket.listenerCount(AUTHENTICATED) > 0;
}

export interface ConnectionLimits {
  /** The most connections. One more closes the least needed one, or itself if all are needed. */
  readonly connections: number;
  /** The most at one address without a sign-in. One more closes one that has been idle for a while. */
  readonly perAddress: number;
  /** The most of a signed-in client. One more closes an idle one, or else counts as a stranger's. */
  readonly perClient: number;
  /** The most requests of one connection without an answer yet. One more closes the connection. */
  readonly pipelined: number;
  /** Milliseconds that a stranger may leave an answer unread without taking a byte of it. */
  readonly unread: number;
  /** Milliseconds of `unread` for those who have signed in. */
  readonly stalled: number;
}

/** Milliseconds after opening or an answer in which a connection is closed only if all places are taken. */
const SETTLED = 1_000;
/** The share of places for newcomers and administrators, which signed-in partners cannot take. */
const RESERVED = 1 / 8;

interface Place {
  readonly socket: Socket;
  readonly address: string;
  /** Null for a stranger. */
  known: KnownAs | null;
  /** Monotonic milliseconds at which it came, or was last answered. */
  since: number;
  /** The number of requests without an answer that has left. */
  unanswered: number;
  /** The number of these whose answers to a stranger are complete and wait to be read. */
  unread: number;
  /** The newest request whose answer has not left: only its body can still be arriving. */
  latest: { readonly request: IncomingMessage; readonly response: ServerResponse } | null;
}

export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #reserved: number;
  readonly #places = new WeakMap<Socket, Place>();
  /** Places without a sign-in; the one that was answered or opened last is last. */
  readonly #strangers = new Set<Place>();
  /** Places by client; the one that signed in last is last. */
  readonly #partners = new Map<string, Set<Place>>();
  readonly #administrators = new Map<string, Set<Place>>();
  readonly #byAddress = new Map<string, Set<Place>>();
  #all = 0;
  isTrustedProxy: IsTrustedProxy = () => false;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
    this.#reserved = Math.floor(limits.connections * RESERVED);
  }

  /** Handles the server's event `connection`. */
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

  /** Returns true if a trusted proxy has a connection here. */
  haveProxies(): boolean {
    const isProxys = ({ socket }: Place) => this.isTrustedProxy(socket.remoteAddress);
    const known = [...this.#partners.values(), ...this.#administrators.values()];
    return [this.#strangers, ...known].some((places) => find(places, isProxys) !== undefined);
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
   * @returns whether it is now counted as a known client's; if not, it stays a stranger's, and is answered all the
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

  /** Returns true if there is room, if need be by closing an idle connection of it or the largest partner. */
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
    // Newcomers keep a share too: one who has just connected may be an administrator.
    const first = this.#strangers.size - 1 > this.#reserved ? stranger() : undefined;
    const partner = () => leastNeeded(this.#partners) ?? stranger();
    this.#end(first ?? partner() ?? leastNeeded(this.#administrators) ?? newest);
  }

  /** @returns whether there was one */
  #end(place: Place | undefined): boolean {
    if (place === undefined) return false;
    // This happens now, not on its event `close`: the next connection must not choose it again.
    this.#remove(place);
    place.socket.destroy();
    return true;
  }
}

/** Returns true if it has no request, half of a body, or answers that nobody reads. */
function isWithoutWork({ latest, unanswered, unread }: Place): boolean {
  const isHalfSent = latest !== null && !latest.request.complete && !latest.response.writableEnded;
  return unanswered - unread - (isHalfSent ? 1 : 0) <= 0;
}

/** Finds the oldest idle connection of the client with the most connections among those with an idle one. */
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
