/** Converts the owner's limits to the form that the rules take. */
import type { Limits } from '../../sharing-rules/terms/decision.ts';
import type { Config } from './config.ts';

const HOUR = 3_600_000;

/** Returns the limits of Policy 420.7 (retention, no mass downloading) and CJISSECPOL IA-11 (12 h). */
export function limitsOf(
  config: Pick<
    Config,
    | 'retentionDays'
    | 'agencyRecordsPerDay'
    | 'officerRecordsPerDay'
    | 'officerQueriesPerDay'
    | 'patternQueriesPerDay'
    | 'agencyHeldQueries'
    | 'attestationDays'
    | 'windowWithoutIncident'
    | 'warrantAfterHours'
  >,
): Limits {
  return {
    retentionDays: config.retentionDays,
    recordsPerQuery: 200,
    agencyRecordsPerDay: config.agencyRecordsPerDay,
    officerRecordsPerDay: config.officerRecordsPerDay,
    officerQueriesPerDay: config.officerQueriesPerDay,
    patternQueriesPerDay: config.patternQueriesPerDay,
    heldQueries: config.agencyHeldQueries,
    attestationDays: config.attestationDays,
    windowWithoutIncident: config.windowWithoutIncident,
    ...(config.warrantAfterHours !== null && { warrantAfterHours: config.warrantAfterHours }),
    areaWindow: 24 * HOUR,
    areaRadiusMetres: 2_000,
    areaCameras: 20,
    partialCharacters: 3,
    sessionAge: 12 * HOUR,
    futureSkew: 60_000,
  };
}
