/** Lists the pages of those who oversee, reviewers, auditors and the Chief, except reports of misuse. */
import type { Page } from '../serve/page.ts';
import { ANNUAL, ANNUAL_YEAR } from './annual-page.tsx';
import { AUDIT, SEARCH } from './audit-page.tsx';
import { ENTRY, ENTRY_RECEIPT } from './entry-page.tsx';
import { HIT } from './hit-page.tsx';
import { HITS } from './hits-page.tsx';
import { MONTHLY, MONTHLY_AUDIT } from './monthly-pages.tsx';
import { REVIEW } from './review-page.tsx';
import { REVIEWS } from './reviews-page.tsx';
import { MONTHLY_SAMPLE } from './sample-page.tsx';

/** One query, hit or entry at a time. */
export const CASE_PAGES: readonly Page[] = [REVIEWS, REVIEW, HITS, HIT, AUDIT, SEARCH, ENTRY, ENTRY_RECEIPT];

/** A month or a year at a time. */
export const PERIODIC_PAGES: readonly Page[] = [MONTHLY, MONTHLY_AUDIT, MONTHLY_SAMPLE, ANNUAL, ANNUAL_YEAR];
