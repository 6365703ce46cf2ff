/** A TCP proxy between a node and its database that delays, cuts, half-closes and goes silent. */
import { connect, createServer, type Socket } from 'node:net';

/** What befalls the connections of some applications; of several, the first that applies to a connection. */
export interface Impairment {
  /** By the names that PostgreSQL is told; null: all. */
  readonly applications: readonly string[] | null;
  /** Ms that each piece waits on its way to the database, and back. */
  readonly toDatabase?: number;
  readonly fromDatabase?: number;
  /** Ms that the answer to a COMMIT waits: the locks are free, and the node does not know. */
  readonly commitAnswers?: number;
  /** Answers are kept until this is over: all of them, or from the next answer to a COMMIT on. */
  readonly hold?: 'all' | 'commits';
  /** Nothing passes any more, and nobody is told. */
  readonly silent?: boolean;
}

interface Link {
  readonly client: Socket;
  readonly database: Socket;
  application: string;
  /** Lets go what was held. */
  letGo: () => void;
}

export class TcpProxy {
  readonly port: number;
  #impairments: readonly Impairment[] = [];
  readonly #links: Set<Link>;

  private constructor(links: Set<Link>, port: number) {
    this.#links = links;
    this.port = port;
  }

  /** Listens on a free port and passes on to port `target`. */
  static async start(target: number): Promise<TcpProxy> {
    const links = new Set<Link>();
    let proxy: TcpProxy | null = null;
    const server = createServer((client) => {
      const database = connect(target, '127.0.0.1');
      const link: Link = { client, database, application: '', letGo: () => undefined };
      links.add(link);
      const end = () => {
        links.delete(link);
        client.destroy();
        database.destroy();
      };
      for (const socket of [client, database]) socket.setNoDelay(true).on('error', end).on('close', end);
      client.once('data', (start) => {
        link.application = applicationOf(start);
      });
      const impairment = () => proxy?.impairmentOf(link);
      pass(client, database, () => ({
        ...impairment(),
        delay: impairment()?.toDatabase ?? 0,
        held: false,
      }));
      link.letGo = pass(database, client, (piece) => {
        const { commitAnswers = 0, fromDatabase = 0, hold, silent } = impairment() ?? {};
        const commit = piece.includes('COMMIT\0');
        const held = hold === 'all' || (hold === 'commits' && commit);
        return { delay: commit && commitAnswers > 0 ? commitAnswers : fromDatabase, held, silent };
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = new TcpProxy(links, (server.address() as { port: number }).port);
    return proxy;
  }

  /** May change at any moment; what was held and is not any more goes on its way. */
  set impairments(impairments: readonly Impairment[]) {
    this.#impairments = impairments;
    for (const link of this.#links) if (this.impairmentOf(link)?.hold === undefined) link.letGo();
  }

  impairmentOf({ application }: Link): Impairment | undefined {
    return this.#impairments.find(({ applications }) => applications?.includes(application) !== false);
  }

  /** RST in both directions, to this share of the connections. */
  cut(share: number): void {
    for (const { client, database } of this.#links) {
      if (Math.random() >= share) continue;
      client.resetAndDestroy();
      database.resetAndDestroy();
    }
  }

  /** FIN to the node only: it may still write, into nothing. */
  halfClose(share: number): void {
    for (const { client, database } of this.#links) {
      if (Math.random() >= share) continue;
      database.pause();
      client.end();
    }
  }
}

interface Passing {
  /** Ms. */
  readonly delay: number;
  readonly held: boolean;
  readonly silent?: boolean | undefined;
}

/** Pieces keep their order, whatever befell each of them. Returns what lets go of those that were held. */
function pass(from: Socket, to: Socket, passing: (piece: Buffer) => Passing): () => void {
  const kept: Buffer[] = [];
  let last = 0;
  const send = (piece: Buffer, delay: number) => {
    const now = performance.now();
    last = Math.max(last, now + delay);
    if (last <= now) to.write(piece);
    else setTimeout(() => to.write(piece), last - now);
  };
  from.on('data', (piece) => {
    const { delay, held, silent } = passing(piece);
    if (silent) return;
    if (held || kept.length > 0) kept.push(piece);
    else send(piece, delay);
  });
  return () => {
    for (const piece of kept.splice(0)) send(piece, 0);
  };
}

/** Of the start-up message (PostgreSQL's frontend protocol 3.0). */
function applicationOf(start: Buffer): string {
  const words = start.toString('latin1', 8).split('\0');
  return words[words.indexOf('application_name') + 1] ?? '';
}
