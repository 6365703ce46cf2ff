/** Every page of those who oversee: reviewers, auditors, the Chief. */
import type { Page } from '../serve/page.ts';
import { REVIEW } from './review-page.tsx';
import { REVIEWS } from './reviews-page.tsx';

export const OVERSIGHT_PAGES: readonly Page[] = [REVIEWS, REVIEW];
