/** Every page of the console. */
import type { Page } from '../serve/page.ts';
import { AGENCIES, AGENCY, REVOKE } from './agencies-pages.tsx';
import { OVERVIEW } from './overview-page.tsx';
import { HALT, RESUME } from './stop-pages.tsx';

export const CONSOLE_PAGES: readonly Page[] = [OVERVIEW, HALT, RESUME, AGENCIES, REVOKE, AGENCY];
