/** The commands, in the order of the help: what each takes, what it is for, and what loads it. */
import type { Command } from 'commander';
import { connect } from '../cli/client/connect.ts';

export interface Listed {
  readonly what: string;
  /** Loads the command when it is called, since a database or a whole node takes long to load, and the help needs neither. */
  readonly load: () => Promise<Command>;
}

export const COMMANDS: Readonly<Record<string, Listed>> = {
  serve: {
    what: 'run one gateway node, configured by the environment',
    load: async () => (await import('./serve-command.ts')).serveCommand(),
  },
  'demo [options]': {
    what: 'run a whole gateway with invented data on this machine, nothing configured',
    load: async () => (await import('./demo-command.ts')).demoCommand(),
  },
  'doctor [options]': {
    what: 'look at everything that a node needs: databases, Redis, issuer, proxy, clock, disk',
    load: async () => (await import('../node/doctor/doctor-command.ts')).doctorCommand(process.env),
  },
  'migrate [options]': {
    what: 'bring both databases to the newest schema; forward only, as the owner of the schemas',
    load: async () => (await import('./migrate-command.ts')).migrateCommand(),
  },
  'register [options] [file]': {
    what: 'take issuers, agencies, persons and clients from a JSON file into the registry, as its owner',
    load: async () => (await import('../registry/registration/register-command.ts')).registerCommand(),
  },
  'ingest [options] <file>': {
    what: 'take reads from an NDJSON or CSV file; faulty rows are set aside in a file beside it, with line and reason',
    load: async () => (await import('../reads/ingest-command.ts')).ingestCommand(),
  },
  sources: {
    what: 'sources that push reads: one person proposes, another approves; what is taken and set aside',
    load: async () => (await import('../registry/sources/sources-command.ts')).sourcesCommand(connect),
  },
  'sign-in [options]': {
    what: 'sign in as yourself, with a second factor, for what a key alone may not do',
    load: async () => (await import('./sign-in-command.ts')).signInCommand(),
  },
  'sign-out [options]': {
    what: 'forget sign-ins that are kept on this machine',
    load: async () => (await import('./sign-in-command.ts')).signOutCommand(),
  },
  'query [options] [plate]': {
    what: 'ask for reads of a plate, as a partner agency',
    load: async () => (await import('../query/command/query-command.ts')).queryCommand(connect),
  },
  'ask [options] [plate]': {
    what: 'ask other agencies for reads of a plate, and the own store, as the owner',
    load: async () => (await import('../network/asks/command/ask-command.ts')).askCommand(connect),
  },
  incident: {
    what: 'what happened, told by choosing: try it on queries that were asked with words',
    load: async () => (await import('../query/command/incident-command.ts')).incidentCommand(),
  },
  'api [options] <method> <path>': {
    what: 'send one request of the API as a client, with a token and a proof of its key; print the answer',
    load: async () => (await import('./api-command.ts')).apiCommand(connect),
  },
  agencies: {
    what: 'look up, register and change agencies of the registry',
    load: async () => (await import('../registry/agencies/agencies-command.ts')).agenciesCommand(connect),
  },
  grant: {
    what: 'propose and approve grants: two persons, one after the other',
    load: async () => (await import('../registry/grants/grant-command.ts')).grantCommand(connect),
  },
  'revoke [options] <agency>': {
    what: 'end all sharing with an agency at once; safe to repeat',
    load: async () => (await import('../registry/grants/revoke-command.ts')).revokeCommand(connect),
  },
  'halt [options]': {
    what: 'stop all sharing with everybody at once; safe to repeat',
    load: async () => (await import('../registry/sharing/sharing-commands.ts')).haltCommand(connect),
  },
  'resume [options]': {
    what: 'end a halt, which takes two administrators: grants in force share again, revoked ones do not',
    load: async () => (await import('../registry/sharing/sharing-commands.ts')).resumeCommand(connect),
  },
  'sharing [options]': {
    what: 'show whether sharing is halted, who halted it, when and why, and what to check before resuming',
    load: async () => (await import('../registry/sharing/sharing-commands.ts')).sharingCommand(connect),
  },
  agreement: {
    what: 'agreements with the gateways of other agencies: two persons of each side accept, either side ends',
    load: async () => (await import('../network/agreements/agreement-command.ts')).agreementCommand(connect),
  },
  peers: {
    what: 'gateways of other agencies: compare their logs with ours, test the way to them, ask them again',
    load: async () => (await import('../network/peers/peers-command.ts')).peersCommand(connect),
  },
  audit: {
    what: 'search, export, verify and mirror the audit log',
    load: async () => {
      const { auditCommand } = await import('../oversight/audit-search/audit-command.ts');
      const { mirrorCommand, verifyCommand } = await import(
        '../oversight/audit-search/independent-commands.ts'
      );
      const { replayCommand } = await import('../oversight/replay/replay-command.ts');
      const { projectCommand } = await import('../projections/project-command.ts');
      const { reconcileCommand } = await import('../oversight/reconcile/reconcile-command.ts');
      return auditCommand(connect)
        .addCommand(replayCommand(connect))
        .addCommand(reconcileCommand(connect))
        .addCommand(projectCommand())
        .addCommand(verifyCommand())
        .addCommand(mirrorCommand());
    },
  },
  log: {
    what: 'the log, its keys and its witnesses',
    load: async () =>
      (await import('../node/log-identity/log-command.ts'))
        .logCommand()
        .addCommand((await import('../cosigning/log-witness-command.ts')).logWitnessCommand(connect)),
  },
  'witness [options]': {
    what: 'run a witness, which cosigns the heads of logs (C2SP tlog-witness)',
    load: async () => (await import('../cosigning/witness/witness-command.ts')).witnessCommand(),
  },
  retention: {
    what: 'what is kept, and for how long',
    load: async () =>
      (await import('../reads/retention-command.ts'))
        .retentionCommand()
        .addCommand((await import('../oversight/retention/evidence-command.ts')).evidenceCommand()),
  },
  officer: {
    what: 'officers who ask for partners: enrolled at their first query, up to the roster',
    load: async () => (await import('../registry/officers/officer-command.ts')).officerCommand(connect),
  },
  client: {
    what: 'clients that may sign in: registered by `register` or by two administrators, removed here',
    load: async () => (await import('../registry/identities/identity-command.ts')).clientCommand(connect),
  },
  person: {
    what: 'persons who may sign in: registered by `register` or by two administrators, suspended and removed here',
    load: async () => (await import('../registry/identities/identity-command.ts')).personCommand(connect),
  },
  issuer: {
    what: 'identity issuers whose tokens are accepted: registered by `register` or by two administrators, removed here',
    load: async () => (await import('../registry/identities/identity-command.ts')).issuerCommand(connect),
  },
  review: {
    what: 'queries held for a person, and releases for danger to life that are reviewed afterwards',
    load: async () => (await import('../oversight/reviews/review-command.ts')).reviewCommand(connect),
  },
  report: {
    what: 'reports of misuse, the monthly audit (Policy 420.9.1), and what the public is told',
    load: async () =>
      (await import('../oversight/reports/report-command.ts'))
        .reportCommand(connect)
        .addCommand(
          (await import('../oversight/records/audit-request-command.ts')).auditRequestCommand(connect),
        ),
  },
  'evidence [options] <entry>': {
    what: 'what was released for a case, for its file and the prosecutor; each time is an entry of the log',
    load: async () =>
      (await import('../oversight/evidence/make-evidence-command.ts')).makeEvidenceCommand(connect),
  },
  process: {
    what: 'served process: subpoenas, warrants, orders and records requests, with what is due when',
    load: async () => (await import('../oversight/processes/process-command.ts')).processCommand(connect),
  },
  preservation: {
    what: 'reads that two persons keep for a case beyond thirty days: propose, approve, take, end',
    load: async () =>
      (await import('../oversight/preservation/preservation-command.ts')).preservationCommand(connect),
  },
  'hot-list': {
    what: 'hot lists: import, fetch, exchange, show',
    load: async () => (await import('../hot-lists/hot-list-command.ts')).hotListCommand(connect),
  },
  hits: {
    what: 'reads that match a hot list, and what a reviewer decides about each',
    load: async () => (await import('../hot-lists/hits/hits-command.ts')).hitsCommand(connect),
  },
};
