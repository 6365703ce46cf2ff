/** Every page of the console. */
import { MISUSE } from '../oversight/misuse/misuse-page.tsx';
import { MISUSE_REPORT } from '../oversight/misuse/misuse-report-page.tsx';
import { OVERSIGHT_PAGES } from '../oversight/oversight-pages.ts';
import type { Page } from '../serve/page.ts';
import { AGENCIES } from './agencies/agencies-page.tsx';
import { AGENCY } from './agencies/agency-page.tsx';
import { CHANGE_AGENCY } from './agencies/change-agency-page.tsx';
import { REVOKE } from './agencies/revoke-agency-page.tsx';
import { EVIDENCE } from './evidence/evidence-page.tsx';
import { GRANT, REVOKE_GRANT } from './grants/grant-pages.tsx';
import { GRANTS } from './grants/grants-page.tsx';
import { PROPOSE } from './grants/propose-page.tsx';
import { HALT } from './halt-page.tsx';
import { HOT_LISTS } from './hot-lists/hot-lists-page.tsx';
import { REPORT_MISUSE } from './misuse/report-misuse-page.tsx';
import { OFFICER } from './officers/officer-page.tsx';
import { OFFICERS } from './officers/officers-page.tsx';
import { OVERVIEW } from './overview-page.tsx';
import { RESUME } from './resume-page.tsx';
import { SYSTEM } from './system-page.tsx';

// Of two patterns that fit an address the first answers: what is written out stands before what is named.
export const CONSOLE_PAGES: readonly Page[] = [
  ...[OVERVIEW, HALT, RESUME],
  ...[AGENCIES, REVOKE, CHANGE_AGENCY, AGENCY],
  ...[GRANTS, PROPOSE, REVOKE_GRANT, GRANT],
  ...[OFFICERS, OFFICER],
  ...[REPORT_MISUSE, MISUSE, MISUSE_REPORT, ...OVERSIGHT_PAGES],
  ...[EVIDENCE, HOT_LISTS, SYSTEM],
];
