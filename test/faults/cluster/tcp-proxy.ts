/** A TCP proxy between a node and its database that delays, cuts, half-closes and goes silent. */
import { connect, createServer, type Socket } from 'node:net';

/** What happens to connections of some applications (of several rules the first that applies), by the name that PostgreSQL is told; null: all of them. */
export interface Weather {
  readonly applications: readonly string[] | null;
  /** Ms that each piece waits on its way to the database, and back. */
  readonly toDatabase?: number;
  readonly fromDatabase?: number;
  /** Ms that the answer to a COMMIT waits: the locks are free, and the node does not know. */
  readonly commitAnswers?: number;
  /** Nothing passes any more, and nobody is told. */
  readonly silent?: boolean;
}

interface Link {
  readonly client: Socket;
  readonly database: Socket;
  application: string;
}

export class TcpProxy {
  readonly port: number;
  /** May be replaced at any moment. */
  weather: readonly Weather[] = [];
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
      const link: Link = { client, database, application: '' };
      links.add(link);
      const end = () => {
        links.delete(link);
        client.destroy();
        database.destroy();
      };
      for (const socket of [client, database]) socket.setNoDelay(true).on('error', end).on('close', end);
      const weather = () =>
        proxy?.weather.find(({ applications }) => applications?.includes(link.application) !== false);
      client.once('data', (start) => {
        link.application = applicationOf(start);
      });
      pass(client, database, () => [weather()?.toDatabase ?? 0, weather()?.silent ?? false]);
      pass(database, client, (piece) => {
        const { commitAnswers = 0, fromDatabase = 0, silent = false } = weather() ?? {};
        return [commitAnswers > 0 && piece.includes('COMMIT\0') ? commitAnswers : fromDatabase, silent];
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = new TcpProxy(links, (server.address() as { port: number }).port);
    return proxy;
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

/** Pieces keep their order, whatever the delay was when each of them came. */
function pass(
  from: Socket,
  to: Socket,
  weather: (piece: Buffer) => readonly [delay: number, silent: boolean],
): void {
  let last = 0;
  from.on('data', (piece) => {
    const [delay, silent] = weather(piece);
    if (silent) return;
    const now = performance.now();
    last = Math.max(last, now + delay);
    if (last <= now) to.write(piece);
    else setTimeout(() => to.write(piece), last - now);
  });
}

/** Of the start-up message (PostgreSQL's frontend protocol 3.0). */
function applicationOf(start: Buffer): string {
  const words = start.toString('latin1', 8).split('\0');
  return words[words.indexOf('application_name') + 1] ?? '';
}
