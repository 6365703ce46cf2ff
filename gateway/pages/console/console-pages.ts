/** Every page of the console. */
import { MISUSE } from '../oversight/misuse/misuse-page.tsx';
import { MISUSE_REPORT } from '../oversight/misuse/misuse-report-page.tsx';
import { CASE_PAGES, PERIODIC_PAGES } from '../oversight/oversight-pages.ts';
import type { Page } from '../serve/page.ts';
import type { Streets } from '../story/streets.ts';
import { ADD_AGENCY } from './agencies/add-agency-page.tsx';
import { AGENCIES } from './agencies/agencies-page.tsx';
import { AGENCY } from './agencies/agency-page.tsx';
import { AGREEMENT_FILE } from './agencies/agreement-file-page.tsx';
import { CHANGE_AGENCY } from './agencies/change-agency-page.tsx';
import { ENCRYPTION_KEY } from './agencies/encryption-key-page.tsx';
import { REVOKE } from './agencies/revoke-agency-page.tsx';
import { AGREEMENT_PAGES } from './agreements/agreement-pages.tsx';
import { AGREEMENTS } from './agreements/agreements-page.tsx';
import { PROPOSE_AGREEMENT_PAGES } from './agreements/propose-pages.tsx';
import { evidencePage } from './evidence/evidence-page.tsx';
import { GRANT, REVOKE_GRANT } from './grants/grant-pages.tsx';
import { GRANTS } from './grants/grants-page.tsx';
import { PROPOSE } from './grants/propose-page.tsx';
import { HALT } from './halt-page.tsx';
import { EXCHANGE_PAGES } from './hot-lists/exchange-pages.tsx';
import { HOT_LISTS } from './hot-lists/hot-lists-page.tsx';
import { IDENTITY_PAGES } from './identities/identity-pages.tsx';
import { PROPOSAL_PAGES } from './identities/proposal-pages.tsx';
import { REPORT_MISUSE } from './misuse/report-misuse-page.tsx';
import { OFFICER } from './officers/officer-page.tsx';
import { OFFICERS } from './officers/officers-page.tsx';
import { ROSTER_PAGES } from './officers/roster-pages.tsx';
import { OVERVIEW } from './overview-page.tsx';
import { PEERS } from './peers-page.tsx';
import { preservationPages } from './preservations/preservation-pages.tsx';
import { PROCESS_PAGES } from './processes/process-pages.tsx';
import { READS_SOURCE_PAGES } from './reads-sources/reads-source-pages.tsx';
import { RECORDS_PAGES } from './records/records-pages.tsx';
import { RESUME } from './resume-page.tsx';
import { SYSTEM } from './system-page.tsx';
import { WITNESSES } from './witnesses-page.tsx';

// The first pattern that fits an address answers: fixed words must stand before parameters. The links are in this order, too.
export const consolePages = ({ streets }: { readonly streets: Streets | null }): readonly Page[] => [
  ...[OVERVIEW, HALT, RESUME],
  ...[AGENCIES, ADD_AGENCY, REVOKE, CHANGE_AGENCY, ENCRYPTION_KEY, AGREEMENT_FILE, AGENCY],
  ...[GRANTS, PROPOSE, REVOKE_GRANT, GRANT],
  ...[OFFICERS, OFFICER, ...ROSTER_PAGES],
  ...[...PROPOSAL_PAGES, ...IDENTITY_PAGES, ...READS_SOURCE_PAGES],
  ...[...CASE_PAGES, MISUSE, REPORT_MISUSE, MISUSE_REPORT, ...PERIODIC_PAGES],
  ...[evidencePage(streets), ...PROCESS_PAGES, ...preservationPages(streets), ...RECORDS_PAGES],
  ...[HOT_LISTS, ...EXCHANGE_PAGES, PEERS, AGREEMENTS, ...PROPOSE_AGREEMENT_PAGES, ...AGREEMENT_PAGES],
  ...[SYSTEM, WITNESSES],
];
