/** Every command of the gateway, with its help. */
import { Command } from 'commander';
import { connect } from '../cli/client/connect.ts';
import { tellWhatToType } from '../cli/tell-what-to-type.ts';
import { demoCodeCommand } from '../demo/demo-code-command.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { hitsCommand } from '../hot-lists/hits/hits-command.ts';
import { hotListCommand } from '../hot-lists/hot-list-command.ts';
import { logCommand } from '../log-identity/log-command.ts';
import { serve } from '../node/serve.ts';
import { auditCommand } from '../oversight/audit-search/audit-command.ts';
import { verifyCommand } from '../oversight/audit-search/verify-command.ts';
import { reportCommand } from '../oversight/reports/report-command.ts';
import { evidenceCommand } from '../oversight/retention/evidence-command.ts';
import { reviewCommand } from '../oversight/reviews/review-command.ts';
import { queryCommand } from '../query/query-command.ts';
import { ingestCommand } from '../reads/ingest-command.ts';
import { retentionCommand } from '../reads/retention-command.ts';
import { agenciesCommand } from '../registry/agencies/agencies-command.ts';
import { grantCommand } from '../registry/grants/grant-command.ts';
import { revokeCommand } from '../registry/grants/revoke-command.ts';
import { clientCommand } from '../registry/identities/client-command.ts';
import { issuerCommand } from '../registry/identities/issuer-command.ts';
import { personCommand } from '../registry/identities/person-command.ts';
import { officerCommand } from '../registry/officers/officer-command.ts';
import { registerCommand } from '../registry/registration/register-command.ts';
import { haltCommand } from '../registry/sharing/halt-command.ts';
import { resumeCommand } from '../registry/sharing/resume-command.ts';
import { sharingCommand } from '../registry/sharing/sharing-command.ts';
import { describeSettings } from './describe-settings.ts';
import { markRequired } from './mark-required.ts';
import { migrateCommand } from './migrate-command.ts';
import { signInCommand, signOutCommand } from './sign-in-command.ts';

/** A new one each time: commander keeps in it what was parsed. */
export function createProgram(): Command {
  const program = new Command('gateway').description(
    'interagency gateway for licence-plate reads: decides, logs, releases, revokes',
  );
  program.option(
    '--gateway <url>',
    'where to connect, e.g. to one certain node; default: `gateway` of the clients',
  );
  program
    .command('serve')
    .description('run one gateway node, configured by the environment')
    .addHelpText('after', `\nSettings:\n${describeSettings()}\n\nExample:\n  npm run gateway -- serve`)
    .action(() => serve(process.env));
  program
    .command('demo')
    .description('run a whole gateway with invented data on this machine, nothing configured')
    .addHelpText('after', '\nExample:\n  npm run gateway -- demo')
    .action(async () => (await loadDemo()).runDemo(process.env))
    .addCommand(demoCodeCommand());
  program.addCommand(migrateCommand());
  program.addCommand(registerCommand());
  program.addCommand(ingestCommand());
  program.addCommand(signInCommand());
  program.addCommand(signOutCommand());
  program.addCommand(queryCommand(connect));
  program.addCommand(agenciesCommand(connect));
  program.addCommand(grantCommand(connect));
  program.addCommand(revokeCommand(connect));
  program.addCommand(haltCommand(connect));
  program.addCommand(resumeCommand(connect));
  program.addCommand(sharingCommand(connect));
  program.addCommand(auditCommand(connect).addCommand(verifyCommand()));
  program.addCommand(logCommand());
  program.addCommand(retentionCommand().addCommand(evidenceCommand()));
  program.addCommand(officerCommand(connect));
  program.addCommand(clientCommand(connect));
  program.addCommand(personCommand(connect));
  program.addCommand(issuerCommand(connect));
  program.addCommand(reviewCommand(connect));
  program.addCommand(reportCommand(connect));
  program.addCommand(hotListCommand(connect));
  program.addCommand(hitsCommand(connect));
  tellWhatToType(program);
  showGlobalOptions(program);
  markRequired(program);
  return program;
}

/** Of the program's own options, those that a client takes stand in its help too. */
function showGlobalOptions(command: Command): void {
  if (command.options.some(({ long }) => long === '--as')) command.configureHelp({ showGlobalOptions: true });
  for (const part of command.commands) showGlobalOptions(part);
}
