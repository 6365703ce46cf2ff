/**
 * Takes a file of registrations into the registry, whole or not at all: adds what is missing, and leaves what
 * is there as it is. It makes no grant, and brings nobody back who was removed.
 */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { createLogIn } from '../../audit/create-log.ts';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { insertColoradoAgencies, type SeedOptions } from '../agencies/seed-agencies.ts';
import { AGENCIES } from './agency-rows.ts';
import { describeAgencies, describeIdentities } from './describe-added.ts';
import { lockRegistration } from './identities-store.ts';
import { CLIENTS, ISSUERS, PERSONS } from './identity-rows.ts';
import { refusal } from './read-registration.ts';
import type { Registration } from './registration.schema.ts';
import { type RegisterDeps, settleRows } from './settle-rows.ts';

export interface RegisterOptions {
  /** Adds Colorado's agencies, except those of which an ORI is registered. */
  readonly colorado?: SeedOptions;
  /** True to keep nothing. */
  readonly dryRun?: boolean;
  /** The origin of the log, which is begun if there is none yet. */
  readonly logOrigin?: string;
}

interface Counts {
  readonly added: number;
  /** The number of rows that were there before, and the same. */
  readonly unchanged: number;
}

export interface Registered {
  readonly issuers: Counts;
  readonly agencies: Counts;
  readonly persons: Counts;
  readonly clients: Counts;
  /** The counts for Colorado's agencies; null if they were not asked for. */
  readonly colorado: Counts | null;
}

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
 * @param pool connected as the owner of the schema
 * @throws GatewayError `conflict` with a line for each thing that cannot be registered: then nothing is
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
  const deps: RegisterDeps = { trx, owner, faults: [] };
  // In this order: each kind may refer to those before; an agency's row in the file precedes the list's.
  const issuers = await settleRows(deps, file.issuers ?? [], ISSUERS);
  const agencies = await settleRows(deps, file.agencies ?? [], AGENCIES);
  const listed = colorado === undefined ? null : await insertColoradoAgencies(trx, owner, colorado);
  const persons = await settleRows(deps, file.persons ?? [], PERSONS);
  const clients = await settleRows(deps, file.clients ?? [], CLIENTS);
  if (deps.faults.length > 0) throw new GatewayError('conflict', refusal(deps.faults));
  const events = [
    ...(await describeAgencies(trx, agencies)),
    ...(listed?.events ?? []),
    ...(await describeIdentities(trx, { issuers, persons, clients })),
  ];
  if (events.length > 0) {
    if (logOrigin !== undefined) await createLogIn(trx, logOrigin);
    else if ((await findNewestCheckpoint(trx)) === null) throw new GatewayError('conflict', NO_LOG);
    await appendEvents(trx, events);
  }
  return {
    issuers: countOf(file.issuers, issuers),
    agencies: countOf(file.agencies, agencies),
    persons: countOf(file.persons, persons),
    clients: countOf(file.clients, clients),
    colorado: listed?.counts ?? null,
  };
}

function countOf(all: readonly unknown[] = [], { length: added }: readonly unknown[]): Counts {
  return { added, unchanged: all.length - added };
}
