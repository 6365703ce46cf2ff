/** The configuration of a node: a value for each setting of `settings.ts`, checked by `read-config.ts`. */
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import type { ReadsSourceName } from '../../sharing-rules/terms/reads-sources.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** A port for the owner's people alone; null: none. */
  readonly adminPort: number | null;
  /** The address under which they reach it; null: as this machine does. */
  readonly adminUrl: string | null;
  /** The number of nodes behind the port, each a process; above 1 this process only hands connections on. */
  readonly webConcurrency: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly readsSource: ReadsSourceName;
  /** Null only if reads are asked for elsewhere: then the gateway has none of its own. */
  readonly readsDatabaseUrl: string | null;
  /** The reads as their owner, for the hourly purge; null: the operator runs `retention purge`. */
  readonly readsOwnerDatabaseUrl: string | null;
  /** The vendor's interface, its client's file and the owner's network there; null if it is not a source. */
  readonly flockUrl: string | null;
  readonly flockCredentialsFile: string | null;
  readonly flockNetworkId: string | null;
  /** True if nothing counts as committed, and the node is not ready, until a second server holds it. */
  readonly requireSynchronousCommit: boolean;
  readonly redisUrl: string | null;
  /** The mail server of notices to persons, and their sender; null: nobody is told by mail. */
  readonly noticeSmtpUrl: string | null;
  readonly noticeFrom: string | null;
  /** Private ranges (CIDR) that jobs may call; everything else that is not public is refused. */
  readonly outboundRanges: readonly string[];
  /** The directory below which directories may be watched for hot lists; null: none may be. */
  readonly hotListDir: string | null;
  readonly owner: Ori;
  /** The audience that partners' tokens must name (RFC 8707), and the base of the `htu` of their proofs. */
  readonly publicUrl: string;
  /** The contact of partners and the public, as a URL (`mailto:` or `https:`); null: nobody is named. */
  readonly contact: string | null;
  /** The file of the streets beneath maps, TopoJSON or GeoJSON; null: a plain grid. */
  readonly mapFile: string | null;
  /** The time zone (IANA) of those who read the pages behind the sign-in. */
  readonly localTimeZone: string;
  /** The file of the clients by which people sign in at the pages; null: nobody does. */
  readonly signInClientsFile: string | null;
  readonly logOrigin: string;
  readonly rateLimitPerMinute: number;
  /** Requests per minute of one address, for what anyone may read. */
  readonly publicRequestsPerMinute: number;
  /** The owner's proxies (addresses, CIDR ranges): believed about the address and certificate of who asks. */
  readonly trustedProxies: readonly string[];
  /** The networks from which vendors sign pushes. */
  readonly pushAddresses: readonly string[];
  /** The header with a client certificate from a TLS-terminating proxy (RFC 8705); null: none is believed. */
  readonly clientCertificateHeader: string | null;
  /** Seconds of an access token's life, from `iat` to `exp`. */
  readonly maxTokenSeconds: number;
  readonly retentionDays: number;
  readonly agencyRecordsPerDay: number;
  readonly officerRecordsPerDay: number;
  readonly officerQueriesPerDay: number;
  readonly patternQueriesPerDay: number;
  readonly agencyHeldQueries: number;
  readonly agencyRefusalsPerDay: number;
  readonly attestationDays: number;
  /** The effect of a window that is too wide for a query without an incident. */
  readonly windowWithoutIncident: 'note' | 'hold';
  /** The hours back from which a window needs a warrant; null: a window's age asks for none. */
  readonly warrantAfterHours: number | null;
  /** Required to grant a right. If off, a key alone is enough, and each such log entry says so. */
  readonly secondFactor: 'on' | 'off';
  readonly logEntryDelayMs: number;
  /** Seconds between two heads that everybody is shown; 0: each commit is shown at once. */
  readonly logHeadEveryS: number;
  /** The file of the witnesses (C2SP tlog-policy); null: there are none. */
  readonly logWitnesses: string | null;
  /** Seconds that the witnesses may lag behind before nothing is released; 0: releases do not depend on them. */
  readonly logWitnessMaxLagS: number;
  readonly logLevel: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown with all faults of the configuration at once. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`the configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}
