/** Keeps a snapshot of the registered clients and persons, by issuer, each bound to one agency. */
import type pg from 'pg';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import type { Role, Subject } from '../../sharing-rules/terms/asker.ts';
import { MS } from '../database/in-ms.ts';
import { type Queryable, readValue } from '../database/queryable.ts';

export interface RegisteredIssuer {
  readonly issuer: string;
  /** The only place that its keys are fetched from. */
  readonly jwksUri: string;
  /** The owner's own: the only kind whose persons may hold roles. */
  readonly assertsRoles: boolean;
}

/** A client or a person of an issuer. Issuer and client together name the agency; a claim never does. */
export interface Registration {
  readonly agencyId: number;
  readonly ori: Ori;
  /** Every ORI of the entity; the token's own claim must be one of them. */
  readonly oris: readonly Ori[];
  /** The natural person, or the one that a client acts for. */
  readonly personId: string | null;
  readonly roles: readonly Role[];
  /** Milliseconds since the epoch of the last reinstatement, or null; older tokens are no longer accepted. */
  readonly reinstatedAt: number | null;
  /** True of a client that answers for its agency's records office, and asks nothing. */
  readonly answersRecords: boolean;
  /** The version of the agency's registrations, and of all issuers, that this was read with. */
  readonly identities: number;
}

interface Snapshot {
  readonly issuers: ReadonlyMap<string, RegisteredIssuer>;
  readonly clients: Registered;
  readonly persons: Registered;
}

/** Registrations by issuer, then by client id or subject. */
type Registered = Map<string, Map<string, Registration>>;

// Both only ever grow, so the sum changes whenever one of them does.
const IDENTITIES = 'coalesce(ai.version, 0) + (SELECT version FROM issuer_changes) AS identities';

const REINSTATED = `${MS('p.reinstated_at')} AS "reinstatedAt"`;

// INVARIANT: a client acts for a person of its own issuer and agency only: otherwise a partner's issuer could speak
// for an administrator of the owner. That only an issuer which may assert roles has persons with any is a foreign key.
const CLIENTS = `
  SELECT i.issuer, c.client_id AS name, c.agency_id AS "agencyId", c.ori,
    (SELECT array_agg(o.ori ORDER BY o.ori) FROM agency_ori o WHERE o.agency_id = c.agency_id) AS oris,
    p.id AS "personId", coalesce(p.roles, '{}') AS roles, ${REINSTATED}, c.answers_records AS "answersRecords", ${IDENTITIES}
  FROM client_registration c
  JOIN identity_issuer i ON i.id = c.issuer_id
  LEFT JOIN person p ON p.id = c.person_id
  LEFT JOIN agency_identities ai ON ai.agency_id = c.agency_id
  WHERE c.status = 'active' AND i.status = 'active' AND (c.person_id IS NULL
    OR (p.status = 'active' AND p.issuer_id = c.issuer_id AND p.agency_id = c.agency_id))`;
const PERSONS = `
  SELECT i.issuer, p.subject AS name, p.agency_id AS "agencyId", p.ori,
    (SELECT array_agg(o.ori ORDER BY o.ori) FROM agency_ori o WHERE o.agency_id = p.agency_id) AS oris,
    p.id AS "personId", p.roles, ${REINSTATED}, false AS "answersRecords", ${IDENTITIES}
  FROM person p
  JOIN identity_issuer i ON i.id = p.issuer_id
  LEFT JOIN agency_identities ai ON ai.agency_id = p.agency_id
  WHERE p.status = 'active' AND i.status = 'active'`;
const ISSUERS = `SELECT issuer, jwks_uri AS "jwksUri", asserts_roles AS "assertsRoles" FROM identity_issuer
  WHERE status = 'active' ORDER BY issuer`;

/**
 * A registration stays the same object until its row, or another of its agency, changes, so that a token verified
 * before can be checked by comparing references: anyone who was removed is refused with the first request after the
 * reload.
 */
export class Registrations {
  readonly #pool: pg.Pool;
  #snapshot: Snapshot = { issuers: new Map(), clients: new Map(), persons: new Map() };
  #last: Promise<void> = Promise.resolve();

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** @throws the database's error if they cannot be read */
  static async load(pool: pg.Pool): Promise<Registrations> {
    const registrations = new Registrations(pool);
    await registrations.reload();
    return registrations;
  }

  /** Reads all again. Resolves once everything committed before the call is in force here. */
  reload(): Promise<void> {
    // One after another, since an older answer must not replace a newer one.
    const turn = this.#last.then(() => this.#load());
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  findIssuer(issuer: string): RegisteredIssuer | undefined {
    return this.#snapshot.issuers.get(issuer);
  }

  /** The owner's own, in the order of their names. */
  ownIssuers(): string[] {
    return [...this.#snapshot.issuers.values()]
      .filter(({ assertsRoles }) => assertsRoles)
      .map(({ issuer }) => issuer);
  }

  findClient(issuer: string, clientId: string): Registration | undefined {
    return this.#snapshot.clients.get(issuer)?.get(clientId);
  }

  findPerson(issuer: string, subject: string): Registration | undefined {
    return this.#snapshot.persons.get(issuer)?.get(subject);
  }

  async #load(): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const issuers = await client.query<RegisteredIssuer>(ISSUERS);
      const clients = await client.query<Row>(CLIENTS);
      const persons = await client.query<Row>(PERSONS);
      await client.query('COMMIT');
      const before = this.#snapshot;
      this.#snapshot = {
        issuers: new Map(issuers.rows.map((row) => [row.issuer, keep(before.issuers.get(row.issuer), row)])),
        clients: index(clients.rows, before.clients),
        persons: index(persons.rows, before.persons),
      };
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}

/** The version of the agency's registrations and the issuers, as `Registration` has it. */
export const findIdentities = (db: Queryable, agencyId: number) =>
  readValue<number>(
    db,
    `SELECT coalesce((SELECT version FROM agency_identities WHERE agency_id = $1), 0)
       + (SELECT version FROM issuer_changes) AS version`,
    [agencyId],
  );

/** True if the client, the person if there is one, and their issuer are still registered. */
export const isRegistered = (
  db: Queryable,
  { clientId, issuer, personId }: Pick<Subject, 'clientId' | 'issuer' | 'personId'>,
) =>
  readValue<boolean>(
    db,
    `SELECT EXISTS (SELECT FROM client_registration c JOIN identity_issuer i ON i.id = c.issuer_id
     WHERE i.issuer = $1 AND c.client_id = $2 AND c.status = 'active' AND i.status = 'active'
       AND ($3::uuid IS NULL OR EXISTS (SELECT 1 FROM person p
         WHERE p.id = $3 AND p.issuer_id = i.id AND p.agency_id = c.agency_id AND p.status = 'active')))`,
    [issuer, clientId, personId],
  );

/**
 * True if the person and their issuer are still registered.
 * @param said the time of a statement that the person, if suspended since then, does not stand by
 */
export const isActive = (db: Queryable, personId: string, said?: Date) =>
  readValue<boolean>(
    db,
    `SELECT EXISTS (SELECT FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
     WHERE p.id = $1 AND p.status = 'active' AND i.status = 'active'
       AND ($2::timestamptz IS NULL OR stands_by(p.id, $2)))`,
    [personId, said ?? null],
  );

interface Row extends Registration {
  readonly issuer: string;
  readonly name: string;
}

function index(rows: readonly Row[], before: Registered): Registered {
  const registered: Registered = new Map();
  for (const { issuer, name, ...registration } of rows) {
    const ofIssuer = registered.get(issuer) ?? new Map<string, Registration>();
    registered.set(issuer, ofIssuer.set(name, keep(before.get(issuer)?.get(name), registration)));
  }
  return registered;
}

/** The old object where nothing changed. */
function keep<T>(before: T | undefined, now: T): T {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
