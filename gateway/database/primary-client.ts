/** A connection to the server that takes writes, whose COMMIT is believed only where it was kept as it must be. */
import pg from 'pg';

export interface PrimaryClientConfig extends pg.ClientConfig {
  /** A COMMIT counts only where PostgreSQL waits with its answer for a second server. */
  readonly requireHeld?: boolean | undefined;
  /** Set for a client that only reads. */
  readonly mayBeStandby?: boolean | undefined;
}

/** Thrown where a commit has no second server known to hold it: a server that takes over may lack it. */
export class HeldByOneServer extends Error {
  constructor() {
    super('no second server is known to hold what was committed');
  }
}

/**
 * SQL that tells whether a session's commits are held. With a standby named, PostgreSQL itself lets each
 * COMMIT wait for it, forever if it is gone. Anybody may read these settings; only `pg_read_all_stats` may
 * see whether the standby is there, and a COMMIT that is answered shows it too.
 */
export const COMMITS_ARE_HELD = `current_setting('synchronous_standby_names') <> ''
  AND current_setting('synchronous_commit') IN ('on', 'remote_apply')`;

/** SQLSTATE of a statement that a standby refuses; here of the standby itself. */
const READ_ONLY = '25006';
/** The code of the warning for a COMMIT whose wait for the standby somebody ended (`pg_cancel_backend`). */
const WARNING = '01000';

/** `pg` tells of it, and does not declare it. */
interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

type Answer = Pick<pg.QueryResult, 'command' | 'rows'>;

export class PrimaryClient extends pg.Client {
  readonly #mayBeStandby: boolean;
  readonly #requireHeld: boolean;
  /** The server tells at the beginning, and whenever it changes. */
  #isStandby = false;
  #stoppedWaiting = false;

  constructor({ mayBeStandby = false, requireHeld = false, ...config }: PrimaryClientConfig = {}) {
    super(config);
    this.#mayBeStandby = mayBeStandby;
    this.#requireHeld = requireHeld;
    this.connection.on('parameterStatus', ({ parameterName, parameterValue }: ParameterStatus) => {
      if (parameterName === 'in_hot_standby') this.#isStandby = parameterValue === 'on';
    });
    // The statement under way fails with it, or the next one; with nobody to hear it, as between signing in and being handed
    // out by a pool, the process would end.
    this.on('error', () => undefined);
    this.on('notice', ({ code }) => {
      if (code === WARNING) this.#stoppedWaiting = true;
    });
  }

  /** @throws Error of code 25006 at a standby, besides what `pg` throws: after a failover the old address may lead to one */
  override connect(): Promise<pg.Client>;
  override connect(callback: ((error: Error) => void) | ((error: null, client: pg.Client) => void)): void;
  override connect(
    callback?: ((error: Error) => void) | ((error: null, client: pg.Client) => void),
  ): Promise<pg.Client> | undefined {
    const connected = super.connect().then(async () => {
      if (!this.#isStandby || this.#mayBeStandby) return this;
      await this.end().catch(() => undefined);
      throw Object.assign(new Error('the server is a standby'), { code: READ_ONLY });
    });
    if (callback === undefined) return connected;
    const told = callback as (error: Error | null, client?: pg.Client) => void;
    connected.then((client) => told(null, client), told);
    return undefined;
  }

  /**
   * Resolves to the answer to a COMMIT: `ROLLBACK` after an error.
   * @throws HeldByOneServer if committed while the wait for a second server was cut short, or is not demanded
   */
  async commit(): Promise<string> {
    this.#stoppedWaiting = false;
    // One message: the setting in force is read after the wait, and costs no round trip.
    const answers = await this.query(
      this.#requireHeld ? `COMMIT; SELECT ${COMMITS_ARE_HELD} AS held` : 'COMMIT',
    );
    const [committed, state] = [answers as Answer | readonly Answer[]].flat() as [Answer, Answer?];
    if (committed.command !== 'COMMIT') return committed.command;
    if (this.#stoppedWaiting || state?.rows[0]?.held === false) throw new HeldByOneServer();
    return committed.command;
  }
}

/** Commits as `PrimaryClient.commit` on such a connection; those of the reads need not be one. */
export async function sendCommit(client: pg.ClientBase): Promise<string> {
  if (client instanceof PrimaryClient) return client.commit();
  return (await client.query('COMMIT')).command;
}

/** True if `pg` gave up waiting for an answer. */
export function isReadTimeout(error: unknown): boolean {
  return (error as Partial<Error>).message === 'Query read timeout';
}
