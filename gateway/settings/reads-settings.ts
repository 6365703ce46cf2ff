/** The settings of `serve` that say where the reads are. */
import { READS_SOURCES } from '../../sharing-rules/terms/reads-sources.ts';
import { databaseAddress, oneOf, optional, plain, secureAddress } from './parse-setting.ts';

export const READS_SETTINGS = {
  readsSource: {
    name: 'READS_SOURCE',
    what: "where queries find reads: `postgres`, the agency's own store, or `flock`, its vendor's cloud, asked query by query",
    fallback: 'postgres',
    parse: oneOf(...READS_SOURCES),
  },
  readsDatabaseUrl: {
    name: 'READS_DATABASE_URL',
    what: "the agency's reads, as a role that may SELECT the view `shared_read`; may be empty with another `READS_SOURCE`",
    fallback: '',
    parse: optional(databaseAddress),
  },
  readsOwnerDatabaseUrl: {
    name: 'OWNER_READS_DATABASE_URL',
    what: 'the reads as their owner, for the hourly purge and for pushed reads; empty: run `retention purge` yourself, and no pushes are taken',
    fallback: '',
    parse: optional(databaseAddress),
  },
  flockUrl: {
    name: 'FLOCK_URL',
    what: "for `READS_SOURCE=flock`: address of the vendor's interface with its version, e.g. https://api.flocksafety.com/api/v3",
    fallback: '',
    parse: optional(secureAddress),
  },
  flockCredentialsFile: {
    name: 'FLOCK_CREDENTIALS_FILE',
    what: "for `READS_SOURCE=flock`: file (mode 0600) of the gateway's client there, `{ clientId, clientSecret, tokenUrl, scope }`",
    fallback: '',
    parse: optional(plain),
  },
  flockNetworkId: {
    name: 'FLOCK_NETWORK_ID',
    what: "for `READS_SOURCE=flock`: id of the agency's own network there; reads of another one are never released",
    fallback: '',
    parse: optional(plain),
  },
  mapFile: {
    name: 'MAP_FILE',
    what: 'file of streets (TopoJSON or GeoJSON, 64 MB at most) beneath the maps of reads, their names (`name` or `FULLNAME`) along some; empty, or a file that cannot be read: a plain grid',
    fallback: '',
    parse: optional(plain),
  },
} as const;
