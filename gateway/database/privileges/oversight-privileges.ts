/** Lists what the gateway's log-in may do with what auditors, the Chief and the public look at. */
import type { TablePrivileges } from './privileges.ts';

export const OVERSIGHT: Readonly<Record<string, TablePrivileges>> = {
  query_activity: { insert: true, delete: true, why: 'taken from the log, which can be searched again' },
  misuse_report: {
    insert: true,
    update: [
      ...['entries', 'owner', 'due_at', 'state', 'outcome', 'note', 'opened_index'],
      ...['closed_by', 'closed_at', 'closed_index'],
    ],
    why: 'begins open; closed and assigned by the Chief, told in the log; what was closed stays so',
    guards: ['assigned_told', 'begins_open', 'closed_told', 'kept', 'stays_closed'],
  },
  misuse_examined: {
    insert: true,
    update: ['index', 'at'],
    why: 'up to where a node has searched: its own word',
  },
  misuse_search: {
    insert: true,
    update: ['index', 'at'],
    why: 'as misuse_examined, of nodes of the version before',
  },
  preservation: {
    insert: [
      ...['case_number', 'process_id', 'plate', 'purpose', 'reason', 'window_from', 'window_to', 'until'],
      ...['reasons', 'proposed_by'],
    ],
    update: ['renewal_until', 'renewal_by', 'renewal_entry'],
    why: 'proposals and renewals, each told in the log; approved, renewed and ended by functions, as the copies are kept',
    guards: ['proposed_told', 'renewal_told'],
  },
  records_check: {
    insert: true,
    update: [
      ...['requested_at', 'answered_at', 'answered_entry', 'differences', 'explanation', 'explained_at'],
      ...['outcome', 'closed_by', 'closed_at', 'report'],
    ],
    delete: true,
    why: 'requested, answered once, closed by an auditor, both told in the log; erased after 400 days',
    guards: ['answered_told', 'begins', 'closed_told', 'kept', 'steps'],
  },
  records_hold: {
    insert: ['agency_id', 'month', 'detail'],
    update: ['lifted_at'],
    why: 'begins in force; lifted by two administrators, told in the log',
    guards: ['begins', 'kept', 'two_people'],
  },
  altered_entry: { insert: ['index'], why: 'found by a node as it reads: its own word, never taken back' },
  monthly_audit: { insert: true, why: 'completed by an auditor, told in the log', guards: ['kept', 'told'] },
  served_process: {
    insert: [
      ...['kind', 'issuer', 'served_at', 'persons', 'plates', 'words', 'scope_from', 'scope_to'],
      ...['document_sha256', 'registered_by', 'refused_by', 'refused_at', 'refused_reason'],
    ],
    update: ['refused_by', 'refused_at', 'refused_reason'],
    why: 'registered by a process clerk, refused once, both told in the log; never erased here',
    guards: ['begins', 'kept', 'refused_told', 'steps', 'told'],
  },
  process_duty: {
    insert: ['process_id', 'duty', 'due_at'],
    update: ['done_at', 'done_by', 'note', 'alarmed_at'],
    why: 'registered with its process, done once, told in the log; the alarm, raised once, is a node’s own word',
    guards: ['done_told', 'kept', 'steps', 'told'],
  },
  log_tally: {
    why: 'written by `tally_log`, as what the public is told in numbers: nobody makes them better',
  },
  answer_waiting: { why: 'as log_tally' },
  query_tally: { why: 'as log_tally' },
  refusal_tally: { why: 'as log_tally' },
  sharing_event: { why: 'as log_tally' },
};
