/** The pages for people who have signed in, as a node without a map and without a contact has them. */
import { MemoryStore } from 'express-rate-limit';
import { askForm, askPages } from '../../../gateway/pages/ask-page/ask-pages.tsx';
import { consolePages } from '../../../gateway/pages/console/console-pages.ts';
import { queryPages } from '../../../gateway/pages/query-page/query-pages.tsx';

const asking = {
  ...{ contact: null, now: Date.now, streets: null, retentionDays: 30 },
  findPeers: async () => [],
  nameOf: (ori: string) => ori,
  publicUrl: 'https://alpr.example.gov',
};

export const PAGES = [
  ...consolePages({ streets: null }),
  ...queryPages({ ...asking, countsOf: () => new MemoryStore(), ofOwner: askForm(asking) }),
  ...askPages(asking),
];
