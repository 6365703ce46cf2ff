/** Limits for tests, wide enough that only those named stand in the way. */
import { limitsOf } from '../../gateway/settings/limits.ts';
import type { Limits } from '../../sharing-rules/terms/decision.ts';

export function testLimits(changes: Partial<Parameters<typeof limitsOf>[0]> = {}): Limits {
  return limitsOf({
    retentionDays: 30,
    agencyRecordsPerDay: 5_000,
    officerRecordsPerDay: 1_000,
    officerQueriesPerDay: 1_000_000,
    patternQueriesPerDay: 1_000_000,
    agencyHeldQueries: 1_000_000,
    attestationDays: 30,
    windowWithoutIncident: 'note',
    warrantAfterHours: null,
    ...changes,
  });
}
