/** Describes what `log adopt` found, did or would do, and what comes next, for a screen. */
import { administratorsCommand } from '../../cli/next-command.ts';
import { describeBeforeResuming } from '../../registry/sharing/describe-before-resuming.ts';
import type { Adopted } from './adopt-log.ts';
import { KEY_FILES } from './compare-identity.ts';
import type { AdoptionPlan } from './plan-adoption.ts';

/** The loss that comes with each key that is replaced. */
const LOST: Readonly<Record<string, string>> = {
  [KEY_FILES.logKey]: 'everyone who verifies the log needs its new key',
  [KEY_FILES.plateSearch]: 'earlier entries can no longer be found by plate',
  [KEY_FILES.cursor]: 'open pages must be asked for again',
  [KEY_FILES.endpoint]: "partners' webhook secrets change: give them the new ones",
  [KEY_FILES.envelope]: 'earlier signed answers no longer verify with the published key set',
};

/** The placeholders of persons: only their people know who is who in a file of clients. */
const ONE = '<an administrator>';
const ANOTHER = '<another administrator>';

const HEAD = {
  unseen: 'DATA_DIR/log-head.json has not seen this log',
  extended: 'the log holds all that DATA_DIR/log-head.json has seen of it',
  lacking: 'the log lacks entries that DATA_DIR/log-head.json has seen: a revocation may be among them',
} as const;

export function describePlan(plan: AdoptionPlan): string {
  const { found, head, keys, origin, recorded, setsLogKeyAside, size, toMake } = plan;
  const view = JSON.parse(JSON.stringify(found));
  return [
    `the log has ${size} entries; the database records ${recorded === null ? 'neither its name nor its keys' : `\`${recorded.origin}\``}`,
    `LOG_ORIGIN is \`${origin}\`${recorded !== null && recorded.origin !== origin ? ', a new name' : ''}`,
    ...keys.map(({ path, standing }) => {
      const isOldName = setsLogKeyAside && standing === 'fits' && path.endsWith(KEY_FILES.logKey);
      return `  ${path}: ${standing}${isOldName ? ' the old name' : ''}`;
    }),
    HEAD[head],
    ...(setsLogKeyAside ? ['the key of the old name stays aside: it no longer signs'] : []),
    ...toMake.map((file) => `to be made: ${file}: ${LOST[file]}`),
    '',
    describeBeforeResuming(view, {
      grantsEnd: recorded !== null && recorded.origin !== origin,
      isStopped: true,
    }),
  ].join('\n');
}

export function describeAdopted(adopted: Adopted): string {
  const { ended, endedSources, index, isRenamed, logKey, oldLogKey } = adopted;
  return [
    `adopted: all sharing is halted since log entry ${index}`,
    ...(ended.length === 0
      ? []
      : [`the grants of ${ended.join(', ')} have ended: each takes a new one by two persons`]),
    ...(endedSources.length === 0
      ? []
      : [
          `the sources of pushed reads (${endedSources.join(', ')}) have ended: propose and approve each again (\`sources propose --help\`)`,
        ]),
    ...(oldLogKey === null ? [] : [`the old key of the log is now \`${oldLogKey}\``]),
    'next:',
    '  1. `serve` on one node with this LOG_ORIGIN and DATA_DIR; every other node needs the same DATA_DIR/secrets',
    `  2. give the log's key to those who verify it, and write it into each file of clients (\`logKey\`): ${logKey}`,
    `  3. remove again what you remember removing since the backup: ${administratorsCommand('client list --status active', ONE)}`,
    '     and likewise `person list`, `issuer list`, and officers that were suspended: `officer list`',
    `  4. one administrator signs in: ${administratorsCommand('sign-in')}`,
    `     and proposes to resume: ${administratorsCommand('resume --reason "…"', ONE)}`,
    `  5. another one looks: ${administratorsCommand('sharing', ANOTHER)}`,
    `     signs in: ${administratorsCommand('sign-in')}`,
    `     and resumes: ${administratorsCommand('resume --reason "…"', ANOTHER)}`,
    isRenamed
      ? `  6. two persons grant again what shall share (\`grant propose --help\`): ${administratorsCommand('grant list --status revoked', ONE)}`
      : `  6. end what you know to have been revoked (\`revoke\`): ${administratorsCommand('grant list --status active', ONE)}`,
  ].join('\n');
}
