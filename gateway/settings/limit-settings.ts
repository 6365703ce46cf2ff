/** The settings of `serve` that say how much is released, how far back, and to whom. */
import { integer, offOr, oneOf } from './parse-setting.ts';

export const LIMIT_SETTINGS = {
  retentionDays: {
    name: 'RETENTION_DAYS',
    what: 'no older read is released (Policy 420.7)',
    fallback: '30',
    parse: integer(1, 30),
  },
  agencyRecordsPerDay: {
    name: 'AGENCY_RECORDS_PER_DAY',
    what: 'records that one agency may get in a UTC day',
    fallback: '5000',
    parse: integer(1, 1_000_000_000),
  },
  officerRecordsPerDay: {
    name: 'OFFICER_RECORDS_PER_DAY',
    what: 'records that one officer may get in a UTC day',
    fallback: '1000',
    parse: integer(1, 1_000_000_000),
  },
  officerQueriesPerDay: {
    name: 'OFFICER_QUERIES_PER_DAY',
    what: 'releases that one officer may get in a UTC day',
    fallback: '150',
    parse: integer(1, 1_000_000_000),
  },
  patternQueriesPerDay: {
    name: 'PATTERN_QUERIES_PER_DAY',
    what: 'releases that one officer may get in a UTC day for plates that begin alike',
    fallback: '25',
    parse: integer(1, 1_000_000_000),
  },
  agencyHeldQueries: {
    name: 'AGENCY_HELD_QUERIES',
    what: 'queries of one agency that may wait for a reviewer at once',
    fallback: '200',
    parse: integer(1, 1_000_000_000),
  },
  agencyRefusalsPerDay: {
    name: 'AGENCY_REFUSALS_PER_DAY',
    what: 'refusals of one agency in a UTC day, and of a suspended person alone; what would be refused after them gets 429, of an agency the Chief a report',
    fallback: '2000',
    parse: integer(1, 1_000_000_000),
  },
  attestationDays: {
    name: 'ATTESTATION_DAYS',
    what: 'days after first sight within which an officer must be attested: employer, no federal detail, training',
    fallback: '30',
    parse: integer(0, 36_500),
  },
  windowWithoutIncident: {
    name: 'WINDOW_WITHOUT_INCIDENT',
    what: 'what becomes of a query without an incident whose window is wider than its purpose needs: it is noted with the answer (`note`), or a person looks first (`hold`)',
    fallback: 'note',
    parse: oneOf('note', 'hold'),
  },
  warrantAfterHours: {
    name: 'WARRANT_AFTER_HOURS',
    what: "hours back within which a window must begin to need no warrant, 1 to 720; one that begins earlier needs a judge's arrest or search warrant, which a person checks; `off`: none is needed for its age",
    fallback: 'off',
    parse: offOr(1, 720),
  },
} as const;
