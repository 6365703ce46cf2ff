/** Lists the commands of the program, in the order of its help. */
import type { Command } from 'commander';
import { connect } from '../cli/client/connect.ts';

export interface Listed {
  /** Its options and arguments, as the list of all commands shows them. */
  readonly takes?: string;
  readonly description: string;
  /** Needs a database, a client or the whole of a node, which takes longer than most commands take to run. */
  readonly load: () => Promise<Command>;
}

export const COMMANDS: Readonly<Record<string, Listed>> = {
  serve: {
    description: 'run one gateway node, configured by the environment',
    load: async () => (await import('./serve-command.ts')).serveCommand(),
  },
  demo: {
    takes: '[options]',
    description: 'run a whole gateway with invented data on this machine, nothing configured',
    load: async () => (await import('./demo-command.ts')).demoCommand(),
  },
  migrate: {
    takes: '[options]',
    description: 'bring both databases to the newest schema; forward only, as the owner of the schemas',
    load: async () => (await import('./migrate-command.ts')).migrateCommand(),
  },
  register: {
    takes: '[options] [file]',
    description:
      'take issuers, agencies, persons and clients from a JSON file into the registry, as its owner',
    load: async () => (await import('../registry/registration/register-command.ts')).registerCommand(),
  },
  ingest: {
    takes: '[options] <file>',
    description:
      'take reads from an NDJSON or CSV file; faulty rows are set aside in a file beside it, with line and reason',
    load: async () => (await import('../reads/ingest-command.ts')).ingestCommand(),
  },
  sources: {
    description:
      'sources that push reads: one person proposes, another approves; what is taken and set aside',
    load: async () => (await import('../registry/sources/sources-command.ts')).sourcesCommand(connect),
  },
  'sign-in': {
    takes: '[options]',
    description: 'sign in as yourself, with a second factor, for what a key alone may not do',
    load: async () => (await import('./sign-in-command.ts')).signInCommand(),
  },
  'sign-out': {
    takes: '[options]',
    description: 'forget sign-ins that are kept on this machine',
    load: async () => (await import('./sign-in-command.ts')).signOutCommand(),
  },
  query: {
    takes: '[options] [plate]',
    description: 'ask for reads of a plate, as a partner agency',
    load: async () => (await import('../query/command/query-command.ts')).queryCommand(connect),
  },
  incident: {
    description: 'what happened, told by choosing: try it on queries that were asked with words',
    load: async () => (await import('../query/command/incident-command.ts')).incidentCommand(),
  },
  api: {
    takes: '[options] <method> <path>',
    description:
      'send one request of the API as a client, with a token and a proof of its key; print the answer',
    load: async () => (await import('./api-command.ts')).apiCommand(connect),
  },
  agencies: {
    description: 'look up, register and change agencies of the registry',
    load: async () => (await import('../registry/agencies/agencies-command.ts')).agenciesCommand(connect),
  },
  grant: {
    description: 'propose and approve grants: two persons, one after the other',
    load: async () => (await import('../registry/grants/grant-command.ts')).grantCommand(connect),
  },
  revoke: {
    takes: '[options] <agency>',
    description: 'end all sharing with an agency at once; safe to repeat',
    load: async () => (await import('../registry/grants/revoke-command.ts')).revokeCommand(connect),
  },
  halt: {
    takes: '[options]',
    description: 'stop all sharing with everybody at once; safe to repeat',
    load: async () => (await import('../registry/sharing/halt-command.ts')).haltCommand(connect),
  },
  resume: {
    takes: '[options]',
    description:
      'end a halt, which takes two administrators: grants in force share again, revoked ones do not',
    load: async () => (await import('../registry/sharing/resume-command.ts')).resumeCommand(connect),
  },
  sharing: {
    takes: '[options]',
    description:
      'whether all sharing is halted, by whom, when and why, and what to check before it is resumed',
    load: async () => (await import('../registry/sharing/sharing-command.ts')).sharingCommand(connect),
  },
  audit: {
    description: 'search, export, verify and mirror the audit log',
    load: async () => {
      const { auditCommand } = await import('../oversight/audit-search/audit-command.ts');
      const { mirrorCommand, verifyCommand } = await import(
        '../oversight/audit-search/independent-commands.ts'
      );
      const { replayCommand } = await import('../oversight/replay/replay-command.ts');
      const { reconcileCommand } = await import('../oversight/reconcile/reconcile-command.ts');
      return auditCommand(connect)
        .addCommand(replayCommand(connect))
        .addCommand(reconcileCommand(connect))
        .addCommand(verifyCommand())
        .addCommand(mirrorCommand());
    },
  },
  log: {
    description: 'the log, its keys and its witnesses',
    load: async () =>
      (await import('../log-identity/log-command.ts'))
        .logCommand()
        .addCommand((await import('../cosigning/log-witness-command.ts')).logWitnessCommand(connect)),
  },
  witness: {
    takes: '[options]',
    description: 'run a witness, which cosigns the heads of logs (C2SP tlog-witness)',
    load: async () => (await import('../witness/witness-command.ts')).witnessCommand(),
  },
  retention: {
    description: 'what is kept, and for how long',
    load: async () =>
      (await import('../reads/retention-command.ts'))
        .retentionCommand()
        .addCommand((await import('../oversight/retention/evidence-command.ts')).evidenceCommand()),
  },
  officer: {
    description: 'officers who ask for partners: enrolled at their first query, up to the roster',
    load: async () => (await import('../registry/officers/officer-command.ts')).officerCommand(connect),
  },
  client: {
    description: 'clients that may sign in: registered by `register`, removed here',
    load: async () => (await import('../registry/identities/identity-command.ts')).clientCommand(connect),
  },
  person: {
    description: 'persons who may sign in: registered by `register`, suspended and removed here',
    load: async () => (await import('../registry/identities/identity-command.ts')).personCommand(connect),
  },
  issuer: {
    description: 'identity issuers whose tokens are accepted: registered by `register`, removed here',
    load: async () => (await import('../registry/identities/identity-command.ts')).issuerCommand(connect),
  },
  review: {
    description: 'queries held for a person, and releases for danger to life that are reviewed afterwards',
    load: async () => (await import('../oversight/reviews/review-command.ts')).reviewCommand(connect),
  },
  report: {
    description: 'reports of misuse, the monthly audit (Policy 420.9.1), and what the public is told',
    load: async () =>
      (await import('../oversight/reports/report-command.ts'))
        .reportCommand(connect)
        .addCommand(
          (await import('../oversight/records/audit-request-command.ts')).auditRequestCommand(connect),
        ),
  },
  evidence: {
    takes: '[options] <entry>',
    description:
      'what was released for a case, for its file and the prosecutor; each time is an entry of the log',
    load: async () =>
      (await import('../oversight/evidence/make-evidence-command.ts')).makeEvidenceCommand(connect),
  },
  'hot-list': {
    description: 'hot lists: import, fetch, exchange, show',
    load: async () => (await import('../hot-lists/hot-list-command.ts')).hotListCommand(connect),
  },
  hits: {
    description: 'reads that match a hot list, and what a reviewer decides about each',
    load: async () => (await import('../hot-lists/hits/hits-command.ts')).hitsCommand(connect),
  },
};
