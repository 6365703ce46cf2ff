/**
 * Takes a file of registrations into the registry, whole or not at all: what is missing is added, what is there stays as
 * it is. It makes no grant, and brings nobody back who was removed.
 */
import type pg from 'pg';
import type { Ori } from '../../sharing-rules/terms.ts';
import { insertColoradoAgencies, type SeedOptions } from '../agencies/seed-agencies.ts';
import { appendEvents } from '../audit/append-events.ts';
import { createLogIn } from '../audit/create-log.ts';
import { findNewestCheckpoint } from '../audit/log-store.ts';
import type { AuditEvent } from '../audit/seal-events.ts';
import { inTransaction, type Transaction } from '../database/db-transaction.ts';
import { GatewayError } from '../errors.ts';
import { describeIdentities } from './describe-identities.ts';
import { lockRegistration } from './identities-store.ts';
import { refusal } from './read-registration.ts';
import { registerAgencyRow } from './register-agency-row.ts';
import { type RegisterDeps, registerClient, registerIssuer, registerPerson } from './register-identities.ts';
import type { Registration } from './registration.schema.ts';
import { type Counts, Faults, NONE, type Settled, sum } from './settle.ts';

export interface RegisterOptions {
  /** With Colorado's agencies, but those of which an ORI is registered. */
  readonly colorado?: SeedOptions;
  /** Nothing is kept. */
  readonly dryRun?: boolean;
  /** Begins the log where there is none yet. */
  readonly logOrigin?: string;
}

export interface Registered {
  readonly issuers: Counts;
  readonly agencies: Counts;
  readonly persons: Counts;
  readonly clients: Counts;
  /** Null where it was not asked for. */
  readonly colorado: Counts | null;
}

/** Who does it, for the owner's details: no person signs in for it. */
const BY = { by: null, way: 'register' };

const NO_LOG =
  'nothing was registered: there is no log yet; set LOG_ORIGIN as for `serve`, or start the gateway once';

class DryRun extends Error {
  readonly registered: Registered;
  constructor(registered: Registered) {
    super('a dry run is rolled back');
    this.registered = registered;
  }
}

/**
 * @param pool as the owner of the schema
 * @throws GatewayError `conflict` with a line for everything that cannot be registered: then nothing is
 */
export async function register(
  { pool, owner }: { readonly pool: pg.Pool; readonly owner: Ori },
  file: Registration,
  options: RegisterOptions = {},
): Promise<Registered> {
  try {
    return await inTransaction(pool, async (trx) => {
      const registered = await registerIn(trx, owner, file, options);
      if (options.dryRun) throw new DryRun(registered);
      return registered;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.registered;
    throw error;
  }
}

async function registerIn(
  trx: Transaction,
  owner: Ori,
  file: Registration,
  { colorado, logOrigin }: RegisterOptions,
): Promise<Registered> {
  await lockRegistration(trx);
  const deps: RegisterDeps = { trx, owner, faults: new Faults() };
  const events: AuditEvent[] = [];
  // In this order: each kind may refer to those before it, and the file's own row of an agency goes before the list's.
  const issuers = await each(file.issuers, (item) => registerIssuer(deps, item));
  const agencies = await each(file.agencies, (item) => registerAgencyRow(deps, item, { by: BY, events }));
  const listed = colorado === undefined ? null : await insertColoradoAgencies(trx, owner, colorado);
  const persons = await each(file.persons, (item) => registerPerson(deps, item));
  const clients = await each(file.clients, (item) => registerClient(deps, item));
  const { all } = deps.faults;
  if (all.length > 0) throw new GatewayError('conflict', refusal(all));
  events.push(...(listed?.events ?? []));
  events.push(...(await describeIdentities(trx, BY, { issuers, persons, clients })));
  if (events.length > 0) {
    if (logOrigin !== undefined) await createLogIn(trx, logOrigin);
    else if ((await findNewestCheckpoint(trx)) === null) throw new GatewayError('conflict', NO_LOG);
    await appendEvents(trx, events);
  }
  return {
    issuers: issuers.counts,
    agencies: agencies.counts,
    persons: persons.counts,
    clients: clients.counts,
    colorado: listed?.counts ?? null,
  };
}

/** One after the other, on the one connection of the transaction. */
async function each<T>(
  items: readonly T[] = [],
  settleOne: (item: T) => Promise<Counts>,
): Promise<Settled<T>> {
  let counts = NONE;
  const added: T[] = [];
  for (const item of items) {
    const one = await settleOne(item);
    if (one.added > 0) added.push(item);
    counts = sum(counts, one);
  }
  return { counts, added };
}
