/** Declares the rights on what is between this gateway and others: a part of `gateway-privileges.ts`. */
import type { TablePrivileges } from './privileges.ts';

export const NETWORK: Readonly<Record<string, TablePrivileges>> = {
  network_agreement: {
    insert: [
      ...['id', 'agency_id', 'document', 'valid_from', 'valid_until', 'replaces', 'client_id', 'proposed_by'],
    ],
    update: [
      ...['status', 'client_id', 'set_by', 'set_at', 'approved_by', 'approved_at', 'ended_by', 'ended_at'],
      ...['ended_reason'],
    ],
    why: 'accepted by two people, told in the log; in force with the notes of both; what has ended stays so',
    guards: ['kept', 'no_grant_left', 'set_told', 'steps', 'two_people'],
  },
  network_ask: {
    insert: [
      ...['id', 'transaction', 'issuer', 'client_id', 'person_id', 'plate', 'repeat_key', 'request_hash'],
      ...['held_id', 'epoch', 'sealed'],
    ],
    update: ['held_id', 'epoch', 'sealed'],
    delete: true,
    why: 'what was asked elsewhere; the log says what may be asked, and what came of it',
  },
  network_ask_peer: {
    insert: ['ask_id', 'ori', 'state', 'asked_index', 'asked_leaf', 'asked_at', 'known_size', 'reasons'],
    update: [
      ...['state', 'page', 'asked_index', 'asked_leaf', 'asked_at', 'sends_asker', 'known_size', 'query_id'],
      ...['held_index', 'cursor', 'reasons', 'receipt', 'answered_index'],
    ],
    delete: true,
    why: 'as network_ask; anyone who reads a receipt verifies it',
  },
  network_note: {
    insert: ['agreement_id', 'side', 'word', 'said_at', 'note', 'said_by', 'entry'],
    update: ['told_at', 'tries', 'next_at'],
    why: 'each note with its entry in the log; it never changes but in whether it was told',
    guards: ['kept', 'told'],
  },
  network_peer: {
    insert: ['ori', 'agency_id'],
    update: ['log_key', 'asking_stopped_at', 'asking_stopped_reason', 'last_head'],
    why: 'what is remembered of another gateway; it gives nothing of ours',
  },
  network_check: {
    insert: ['ori'],
    update: ['since', 'newest_asked', 'begun_at', 'checked_at', 'fault'],
    why: 'how far a log was compared; a check that begins earlier finds the same again',
  },
  network_difference: {
    insert: ['ori', 'kind', 'theirs', 'ours', 'entry', 'their_text', 'our_text'],
    delete: true,
    why: 'each has its entry in the log; a row goes after a year',
  },
  network_told: {
    insert: ['ori', 'mark'],
    update: ['mark', 'tries', 'next_at'],
    why: 'up to where others were told of revocations; being told later takes no effect from one',
  },
  network_signal: {
    insert: ['ori', 'jti', 'officer'],
    delete: true,
    why: 'signals that were taken, each once; they go after a day',
  },
};
