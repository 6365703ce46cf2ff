/** Creates the command-line program: every command of the gateway, with its help. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { connect } from '../cli/client/connect.ts';
import { tellWhatToType } from '../cli/tell-what-to-type.ts';
import { COMMANDS, type CommandName } from './commands.ts';

/**
 * Each is loaded when it is called: what one needs, a database, a client or the whole of a node, takes longer to load than
 * most of them take to run.
 */
const LOADERS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  serve: async () => (await import('./serve-command.ts')).serveCommand(),
  demo: async () => (await import('./demo-command.ts')).demoCommand(),
  doctor: async () => (await import('../node/doctor/doctor-command.ts')).doctorCommand(process.env),
  migrate: async () => (await import('./migrate-command.ts')).migrateCommand(),
  register: async () => (await import('../registry/registration/register-command.ts')).registerCommand(),
  ingest: async () => (await import('../reads/ingest-command.ts')).ingestCommand(),
  sources: async () => (await import('../registry/sources/sources-command.ts')).sourcesCommand(connect),
  'sign-in': async () => (await import('./sign-in-command.ts')).signInCommand(),
  'sign-out': async () => (await import('./sign-in-command.ts')).signOutCommand(),
  query: async () => (await import('../query/command/query-command.ts')).queryCommand(connect),
  ask: async () => (await import('../network/asks/command/ask-command.ts')).askCommand(connect),
  incident: async () => (await import('../query/command/incident-command.ts')).incidentCommand(),
  api: async () => (await import('./api-command.ts')).apiCommand(connect),
  agencies: async () => (await import('../registry/agencies/agencies-command.ts')).agenciesCommand(connect),
  grant: async () => (await import('../registry/grants/grant-command.ts')).grantCommand(connect),
  revoke: async () => (await import('../registry/grants/revoke-command.ts')).revokeCommand(connect),
  halt: async () => (await import('../registry/sharing/sharing-commands.ts')).haltCommand(connect),
  resume: async () => (await import('../registry/sharing/sharing-commands.ts')).resumeCommand(connect),
  sharing: async () => (await import('../registry/sharing/sharing-commands.ts')).sharingCommand(connect),
  audit: async () => {
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
  log: async () =>
    (await import('../node/log-identity/log-command.ts'))
      .logCommand()
      .addCommand((await import('../cosigning/log-witness-command.ts')).logWitnessCommand(connect)),
  witness: async () => (await import('../cosigning/witness/witness-command.ts')).witnessCommand(),
  retention: async () =>
    (await import('../reads/retention-command.ts'))
      .retentionCommand()
      .addCommand((await import('../oversight/retention/evidence-command.ts')).evidenceCommand()),
  officer: async () => (await import('../registry/officers/officer-command.ts')).officerCommand(connect),
  client: async () => (await import('../registry/identities/identity-command.ts')).clientCommand(connect),
  person: async () => (await import('../registry/identities/identity-command.ts')).personCommand(connect),
  agreement: async () =>
    (await import('../network/agreements/agreement-command.ts')).agreementCommand(connect),
  peers: async () => (await import('../network/peers/peers-command.ts')).peersCommand(connect),
  issuer: async () => (await import('../registry/identities/identity-command.ts')).issuerCommand(connect),
  review: async () => (await import('../oversight/reviews/review-command.ts')).reviewCommand(connect),
  report: async () =>
    (await import('../oversight/reports/report-command.ts'))
      .reportCommand(connect)
      .addCommand(
        (await import('../oversight/records/audit-request-command.ts')).auditRequestCommand(connect),
      ),
  evidence: async () =>
    (await import('../oversight/evidence/make-evidence-command.ts')).makeEvidenceCommand(connect),
  process: async () => (await import('../oversight/processes/process-command.ts')).processCommand(connect),
  preservation: async () =>
    (await import('../oversight/preservation/preservation-command.ts')).preservationCommand(connect),
  'hot-list': async () => (await import('../hot-lists/hot-list-command.ts')).hotListCommand(connect),
  hits: async () => (await import('../hot-lists/hits/hits-command.ts')).hitsCommand(connect),
};

/** False in the container image, which is built without the demo. */
const HAS_DEMO = existsSync(new URL('../demo', import.meta.url));

/**
 * Creates a new program each time: commander keeps in it what was parsed.
 * @param words of the command line: of all commands only the one that they call is loaded; default: all are
 */
export async function createProgram(words?: readonly string[]): Promise<Command> {
  const program = new Command('gateway')
    .description('interagency gateway for license-plate reads: decides, logs, releases, revokes')
    .option(
      '--gateway <url>',
      'where to connect, e.g. to one certain node; default: `gateway` of the clients',
    );
  const called = words?.find((word, i) => Object.hasOwn(LOADERS, word) && words[i - 1] !== '--gateway');
  const usages = new Map<string, string>();
  for (const [usage, description] of Object.entries(COMMANDS)) {
    const name = usage.split(' ')[0] as CommandName;
    if (name === 'demo' && !HAS_DEMO) continue;
    const command = words === undefined || name === called ? await LOADERS[name]() : new Command(name);
    program.addCommand(command.description(description));
    usages.set(name, usage);
  }
  program.configureHelp({ subcommandTerm: (command) => usages.get(command.name()) ?? 'help [command]' });
  tellWhatToType(program);
  showGlobalOptions(program);
  markRequired(program);
  return program;
}

/** Shows the program's own options in the help of each command that is a client. */
function showGlobalOptions(command: Command): void {
  if (command.options.some(({ long }) => long === '--as')) command.configureHelp({ showGlobalOptions: true });
  for (const part of command.commands) showGlobalOptions(part);
}

/** Marks in the help of every command the options that must be given. */
function markRequired(command: Command): void {
  for (const option of command.options) {
    if (option.mandatory) option.description = `${option.description} (required)`.trimStart();
  }
  for (const part of command.commands) markRequired(part);
}
