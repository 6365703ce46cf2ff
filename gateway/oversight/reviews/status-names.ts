/** The words for the states of a review; pages and commands say them alike. */
import type { REVIEW_SEARCHES } from '../../../sharing-rules/terms/statuses.ts';

export const STATUS_NAMES: Readonly<Record<(typeof REVIEW_SEARCHES)[number], string>> = {
  waiting: 'Waiting for a reviewer',
  all: 'All',
  held: 'Held',
  approved: 'Approved, not picked up yet',
  refused: 'Refused',
  picked_up: 'Picked up',
  dropped: 'Dropped, since access ended',
  lapsed: 'Lapsed, since nobody decided in time',
  open: 'Not reviewed yet',
  sound: 'Found sound',
  unsound: 'Found unsound',
};

export const statusName = (status: string): string =>
  Object.hasOwn(STATUS_NAMES, status) ? STATUS_NAMES[status as keyof typeof STATUS_NAMES] : status;
