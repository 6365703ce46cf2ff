/** Reads every setting once, and checks it whole before anything listens. A typo stops the process. */
import { type Config, ConfigError, type Environment } from './config.ts';
import { IN_FILES_OF_NODES, withSecretFiles } from './secret-files.ts';
import { SETTINGS, type Setting } from './settings.ts';

/** Reads the configuration. @throws ConfigError that lists every fault. */
export function readConfig(given: Environment): Config {
  const environment = withSecretFiles(given, IN_FILES_OF_NODES);
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(SETTINGS) as [string, Setting<unknown>][]) {
    const text = environment[setting.name] ?? setting.fallback;
    if (text === undefined) {
      faults.push(`${setting.name} is missing: ${setting.what}`);
      continue;
    }
    try {
      values[key] = setting.parse(text);
    } catch (error) {
      faults.push(`${setting.name} ${(error as Error).message}`);
    }
  }
  if (
    values.clientCertificateHeader &&
    Array.isArray(values.trustedProxies) &&
    values.trustedProxies.length === 0
  ) {
    faults.push(
      `${SETTINGS.clientCertificateHeader.name} is believed only from proxies that you name: set ${SETTINGS.trustedProxies.name}`,
    );
  }
  if (values.logWitnessMaxLagS && !values.logWitnesses) {
    faults.push(`${SETTINGS.logWitnessMaxLagS.name} needs witnesses: set ${SETTINGS.logWitnesses.name}`);
  }
  const { logHeadEveryS: beat, logWitnessMaxLagS: mostLag } = values as Partial<Config>;
  if (beat !== undefined && mostLag && mostLag < 2 * beat) {
    faults.push(
      `${SETTINGS.logWitnessMaxLagS.name} must be 0, or at least twice ${SETTINGS.logHeadEveryS.name} (${2 * beat}): witnesses are asked once in ${beat} s`,
    );
  }
  if (values.noticeSmtpUrl) {
    for (const key of ['noticeFrom', 'redisUrl'] as const) {
      if (values[key] === null)
        faults.push(
          `${SETTINGS.noticeSmtpUrl.name} needs ${SETTINGS[key].name} (${SETTINGS[key].what}): set it too`,
        );
    }
  }
  for (const key of neededFor(values.readsSource)) {
    const { name, what } = SETTINGS[key];
    if (values[key] === null) faults.push(`${name} is missing: ${what}`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return values as unknown as Config;
}

/** Returns the settings that a source of reads cannot be asked without; others are unused. */
function neededFor(source: unknown): readonly (keyof Config)[] {
  if (source === 'flock') return ['flockUrl', 'flockCredentialsFile', 'flockNetworkId'];
  return source === 'postgres' ? ['readsDatabaseUrl'] : [];
}
