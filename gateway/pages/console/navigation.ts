/** The rooms of the console, in the order of its links. Somebody sees those that their role may use. */
import type { NavigationItem } from '../serve/shown-page.tsx';
import { AGREEMENTS_AT, PROPOSALS } from './registry/addresses.ts';

export const NAVIGATION: readonly NavigationItem[] = [
  { address: '/console', name: 'Overview', action: 'read_registry' },
  { address: '/console/agencies', name: 'Agencies', action: 'read_registry' },
  { address: '/console/grants', name: 'Grants', action: 'read_registry' },
  { address: '/console/officers', name: 'Officers', action: 'read_registry' },
  {
    ...{ address: '/console/persons', name: 'Who may sign in', action: 'read_registry' },
    beside: ['/console/clients', '/console/issuers', PROPOSALS],
  },
  { address: '/console/reviews', name: 'Reviews', action: 'read_reviews' },
  { address: '/console/hits', name: 'Hits', action: 'read_hits' },
  { address: '/console/audit', name: 'Audit log', action: 'read_log' },
  { address: '/console/misuse', name: 'Misuse', action: 'read_misuse' },
  // Its name differs from that of the page above: two links with one name could not be told apart.
  { address: '/console/misuse/report', name: 'Report to the Chief', action: 'report_misuse' },
  { address: '/console/monthly', name: 'Monthly audit', action: 'read_misuse' },
  { address: '/console/annual', name: 'Annual report', action: 'read_log' },
  { address: '/console/evidence', name: 'Evidence', action: 'make_evidence' },
  { address: '/console/processes', name: 'Served process', action: 'read_processes' },
  { address: '/console/preservations', name: 'Kept for cases', action: 'read_preservations' },
  { address: '/console/hot-lists', name: 'Hot lists', action: 'read_registry' },
  {
    ...{ address: '/console/peers', name: 'Other gateways', action: 'read_log' },
    beside: [AGREEMENTS_AT],
  },
  { address: '/console/system', name: 'System', action: 'read_registry' },
];
