/** Gives the facts of a decision about whoever may ask, so that nothing but the query itself speaks against it. */

import type { Ori } from '../../sharing-rules/terms/agency.ts';
import type { AgencyClass } from '../../sharing-rules/terms/agency-classes.ts';
import type { Officer } from '../../sharing-rules/terms/asker.ts';
import type { DecisionInput } from '../../sharing-rules/terms/decision.ts';
import { APPROVED_CODES } from '../../sharing-rules/terms/purposes.ts';
import type { Query } from '../../sharing-rules/terms/query.ts';
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { limitsOf } from '../settings/limits.ts';

const AGENCY = 1;

/** A number in place of each day's cap, since caps play no part here. */
const MUCH = Number.MAX_SAFE_INTEGER;

const LIMITS = limitsOf({
  ...{ retentionDays: 30, agencyRecordsPerDay: MUCH, officerRecordsPerDay: MUCH, officerQueriesPerDay: MUCH },
  ...{
    patternQueriesPerDay: MUCH,
    agencyHeldQueries: MUCH,
    attestationDays: MUCH,
    windowWithoutIncident: 'note',
    warrantAfterHours: null,
  },
});

/** Stands in where a body names nobody, as a person's does not. */
export const SOMEBODY: Officer = { id: 'officer', name: 'Officer', ori: 'CO0000000' };

/** A system of an agency with a grant for everything, whose day is unused; the query was asked as its window ended. */
export function inGoodStanding(
  query: Query,
  agencyClass: AgencyClass,
): Omit<DecisionInput, 'findings' | 'query'> {
  const now = query.to;
  const ori = (query.onBehalfOf ?? SOMEBODY).ori as Ori;
  return {
    ...{ now, owner: 'CO0000001' as Ori, halted: false, dataClass: 'reads' },
    subject: {
      ...{ kind: 'system', issuer: '', clientId: '', agencyId: AGENCY, ori, personId: null, roles: [] },
      ...{ mfa: false, authenticatedAt: null, senderConstrained: true },
    },
    agency: {
      ...{ id: AGENCY, ori, oris: [ori], name: '', class: agencyClass, state: 'CO', county: null },
      ...{ boundByArticle74: true, has287g: false, federalMembers: false, status: 'active' },
      agreement: {
        ...{ reference: '', signedOn: now - DAY, expiresOn: now + DAY, article74: true, officerMfa: true },
      },
      certification: { signer: 'Chief', signedOn: now - DAY },
      ...{ roster: 1, epoch: 0 },
    },
    grant: {
      ...{
        id: '',
        agencyId: AGENCY,
        purposes: APPROVED_CODES,
        dataClasses: ['reads', 'hits'],
        lookBackDays: 30,
      },
      ...{ dailyRecords: query.limit, validFrom: now - DAY, validUntil: now + DAY, status: 'active' },
    },
    officer: 'active',
    judicialProcessVerified: false,
    usage: { agencyRecordsToday: 0, officerRecordsToday: 0, releasing: 0 },
    limits: LIMITS,
    approval: null,
    reporterIsEligible: true,
  };
}
