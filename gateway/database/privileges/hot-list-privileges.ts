/** Declares the rights on hot lists, hits, and their destinations: a part of `gateway-privileges.ts`. */
import type { TablePrivileges } from './privileges.ts';

export const HOT_LISTS: Readonly<Record<string, TablePrivileges>> = {
  hit: {
    insert: true,
    update: ['status', 'decided_by', 'decided_at'],
    delete: true,
    why: 'begins unconfirmed; confirmed by a reviewer, told in the log; erased with its read',
    guards: ['begins_unconfirmed', 'decided_told'],
  },
  hot_list: {
    insert: true,
    update: [
      ...[
        'layout',
        'lookalike',
        'version',
        'rules_revision',
        'entries',
        'restricted',
        'counts',
        'imported_at',
      ],
      ...['asks', 'blocks_of', 'forgotten'],
    ],
    why: 'imports; whose it is and its purpose never change',
  },
  hot_list_entry: {
    insert: true,
    update: ['copies'],
    delete: true,
    why: 'imports, `copies` those of the version before; a hit on one is released by a decision',
  },
  hot_list_removal: { insert: true, delete: true, why: 'what has left a list' },
  list_push: {
    insert: true,
    update: ['position'],
    delete: true,
    why: 'set by an administrator, told in the log',
    guards: ['told'],
  },
  list_source: {
    insert: true,
    update: [
      ...[
        'layout',
        'purpose',
        'url',
        'every',
        'etag',
        'next_at',
        'fetched_at',
        'agency_id',
        'since',
        'began',
        'allow_shrink',
      ],
    ],
    delete: true,
    why: 'set and moved by an administrator, told in the log',
    guards: ['moved_told', 'set_told'],
  },
  partner_endpoint: {
    insert: ['agency_id', 'url', 'salt', 'set_by'],
    update: [
      ...['url', 'salt', 'set_by', 'set_at', 'approved_by', 'approved_at'],
      ...['tried_at', 'taken_at', 'failing_since', 'fault'],
    ],
    delete: true,
    why: 'set and approved by two administrators, told in the log; approved as it was set; how its deliveries stand',
    guards: ['approved_as_set', 'approved_told', 'moved_told', 'set_told', 'setter', 'two_people'],
  },
  standing_query: { insert: true, delete: true, why: 'a partner’s; decided again at every notice' },
  vendor_list: {
    update: ['wanted', 'entries', 'other_subscriptions', 'verified_at'],
    why: 'what the vendor was last seen to have: a node’s own word',
  },
  wrong_hit: {
    insert: [
      ...[
        'list_id',
        'position',
        'plate',
        'hit_id',
        'said',
        'note',
        'status',
        'agency_id',
        'officer',
        'index',
      ],
      ...['found_by', 'found_at'],
    ],
    update: [
      ...['plate', 'note', 'status', 'found_by', 'found_at', 'proposed_by', 'proposed_at', 'proposed_entry'],
      ...['lifted_by', 'lifted_at', 'ended_at'],
    ],
    why: 'found by a reviewer and lifted by two persons, told in the log; the plate goes with the entry',
    guards: ['found_told', 'kept', 'lifted_told', 'said_told', 'steps'],
  },
};
