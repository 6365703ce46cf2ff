/**
 * Passes over rows of `audit_detail`, as `d`, that stand under another day than their entry names: the gateway's log-in can
 * add one beside the genuine row, and what is shown would not be what is held against the commitment. A canonical entry
 * ends with its minute and version.
 */
export const OF_ITS_DAY =
  'EXISTS (SELECT FROM log_entry own WHERE own.index = d.index AND left(right(own.entry, 25), 10)::date = d.day)';
