/** Declares the gateway's rights in the agency's reads: to look, through one view, and nothing else. */
import type { DeclaredPrivileges } from './privileges.ts';

export const READS_PRIVILEGES: DeclaredPrivileges = {
  setting: 'READS_DATABASE_URL',
  what: 'the reads',
  holds: 'shared_read',
  role: 'reads_reader',
  login: 'gateway_reads',
  tables: { shared_read: { why: 'reads that may be shared: neither images nor what is past its time' } },
  sequences: {},
  functions: {},
};
