/** The rooms of the console, in the order of its links. Somebody sees those that their role may use. */
import type { NavigationItem } from '../serve/shown-page.tsx';

export const NAVIGATION: readonly NavigationItem[] = [
  { address: '/console', name: 'Overview', action: 'read_registry' },
  { address: '/console/agencies', name: 'Agencies', action: 'read_registry' },
];
