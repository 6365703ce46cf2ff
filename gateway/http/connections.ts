/**
 * Who has a place at the port. Connections are accepted before anybody knows who asks; so those on which nobody has
 * signed in yet make room for newer ones, and whoever has work under way keeps theirs.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './asker-address.ts';
import type { IsTrustedProxy } from './trusted-proxies.ts';

/** Emitted on a socket by whoever has authenticated a request that came on it. */
export const AUTHENTICATED = 'authenticated';

/** Whether nobody has signed in on this connection of a server with `Connections`. */
export function isStranger(socket: Socket): boolean {
  return socket.listenerCount(AUTHENTICATED) > 0;
}

export interface ConnectionLimits {
  /** At once; one more ends the one that is needed least, or, where each is needed, itself. */
  readonly connections: number;
  /** Of strangers at one address; above it, one that has been idle for a while ends. */
  readonly perAddress: number;
  /** Requests of one connection that have no answer yet; one more ends the connection. */
  readonly pipelined: number;
  /** Ms that a stranger may leave an answer unread without taking a byte of it. */
  readonly unread: number;
  /** As `unread`, for those who have signed in. */
  readonly stalled: number;
}

/** Ms. Who has just come, or been answered, is about to ask: only where all places are taken must they go. */
const SETTLED = 1_000;

interface Place {
  readonly socket: Socket;
  readonly address: string;
  known: boolean;
  /** Ms, monotonic: when it came, or was last answered. */
  since: number;
  /** Requests without an answer that has left. */
  unanswered: number;
  /** Of these, answers that are made and only wait to be read. */
  unread: number;
}

export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #places = new WeakMap<Socket, Place>();
  /** Those on which nobody has signed in; who was answered last, or came last, stands last. */
  readonly #strangers = new Set<Place>();
  readonly #known = new Set<Place>();
  readonly #byAddress = new Map<string, Set<Place>>();
  isTrustedProxy: IsTrustedProxy = () => false;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** For the server's event `connection`. */
  take(socket: Socket): void {
    const place: Place = {
      ...{ socket, address: networkOf(socket.remoteAddress), known: false },
      ...{ since: performance.now(), unanswered: 0, unread: 0 },
    };
    this.#places.set(socket, place);
    this.#add(place);
    socket.once(AUTHENTICATED, () => this.#know(place));
    socket.once('close', () => this.#remove(place));
    this.#makeRoom(place);
  }

  /** @returns whether the request may be answered; if not, its connection is closed */
  mayBeAnswered({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const place = this.#places.get(socket);
    if (place === undefined || place.unanswered >= this.#limits.pipelined) {
      socket.destroy();
      return false;
    }
    place.unanswered += 1;
    response.once('close', () => {
      place.unanswered -= 1;
      place.since = performance.now();
    });
    if (!place.known) this.#watchReading(place, response);
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
      if (!place.known && this.#strangers.delete(place)) this.#strangers.add(place);
    });
  }

  #know(place: Place): void {
    place.known = true;
    place.socket.setTimeout(this.#limits.stalled);
    this.#remove(place);
    if (!place.socket.destroyed) this.#known.add(place);
  }

  #add(place: Place): void {
    this.#strangers.add(place);
    const atAddress = this.#byAddress.get(place.address);
    if (atAddress === undefined) this.#byAddress.set(place.address, new Set([place]));
    else atAddress.add(place);
  }

  #remove(place: Place): void {
    this.#known.delete(place);
    this.#strangers.delete(place);
    const atAddress = this.#byAddress.get(place.address);
    atAddress?.delete(place);
    if (atAddress?.size === 0) this.#byAddress.delete(place.address);
  }

  #makeRoom(newest: Place): void {
    const { connections, perAddress } = this.#limits;
    const atAddress = this.#byAddress.get(newest.address) as Set<Place>;
    if (atAddress.size > perAddress && !this.isTrustedProxy(newest.socket.remoteAddress)) {
      const settled = newest.since - SETTLED;
      this.#end(find(atAddress, (place) => place.since <= settled && place.unanswered === place.unread));
    }
    if (this.#strangers.size + this.#known.size <= connections) return;
    const idle = (place: Place) => place !== newest && place.unanswered === 0;
    const unread = (place: Place) => place !== newest && place.unanswered === place.unread;
    this.#end(
      find(this.#strangers, idle) ?? find(this.#strangers, unread) ?? find(this.#known, idle) ?? newest,
    );
  }

  #end(place: Place | undefined): void {
    if (place === undefined) return;
    // Now, not when its end is heard of: the next to come must not choose it again.
    this.#remove(place);
    place.socket.destroy();
  }
}

function find(places: Iterable<Place>, fits: (place: Place) => boolean): Place | undefined {
  for (const place of places) if (fits(place)) return place;
  return undefined;
}
