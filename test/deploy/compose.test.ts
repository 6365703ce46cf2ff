/** `compose.yaml`, read: every name in it is one that there is. That its steps work is shown by `from-nothing.test.ts`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { IN_FILES_OF_NODES, IN_FILES_OF_OWNERS } from '../../gateway/settings/secret-files.ts';
import { SETTINGS } from '../../gateway/settings/settings.ts';
import { ROOT } from '../setup/source-files.ts';
import { inOrder, readCompose } from './compose-file.ts';

const compose = readCompose();
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

const SETTING_NAMES = Object.values(SETTINGS).map(({ name }) => name as string);
const FILE_NAMES = [...IN_FILES_OF_NODES, ...IN_FILES_OF_OWNERS].map((name) => `${name}_FILE`);
/** Of Node itself, of the commands, and of the trial's two programs. */
const OTHERS = [
  ...['NODE_EXTRA_CA_CERTS', 'CLIENTS_FILE', 'ISSUER_FILE', 'SECRETS_DIR'],
  ...['ISSUER_URL', 'DATABASE_ADDRESS', 'REDIS_ADDRESS'],
];

describe('compose.yaml', () => {
  test('sets only what the programs know', () => {
    const unknown = ours.flatMap(([name, { environment = {} }]) =>
      Object.keys(environment)
        .filter((setting) => ![...SETTING_NAMES, ...FILE_NAMES, ...OTHERS].includes(setting))
        .map((setting) => `${name}: ${setting}`),
    );
    expect(ours.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });

  test('gives every node what must be given, and the same', () => {
    const nodes = services.filter(([name]) => name.startsWith('gateway-'));
    expect(nodes.length).toBe(2);
    expect(new Set(nodes.map(([, { environment }]) => JSON.stringify(environment))).size).toBe(1);
    const given = Object.keys(nodes[0]?.[1].environment ?? {});
    // The reads are where the default source has them.
    const needed = Object.values(SETTINGS).filter(
      (setting) => !('fallback' in setting) || setting === SETTINGS.readsDatabaseUrl,
    );
    expect(needed.length).toBeGreaterThan(3);
    for (const { name } of needed)
      expect(given.some((one) => one === name || one === `${name}_FILE`)).toBe(true);
  });

  test('hands passwords and keys over as files alone, each to those who need it', () => {
    const text = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');
    expect(text).not.toMatch(/postgres(?:ql)?:\/\/|redis:\/\/|PASSWORD: |requirepass/);
    const used = services.flatMap(([name, { environment = {}, command = [], secrets = [] }]) =>
      [...JSON.stringify([environment, command]).matchAll(/\/run\/secrets\/([\w-]+)/g)].map(([, secret]) => ({
        name,
        secret: secret as string,
        handed: secrets.includes(secret as string),
      })),
    );
    expect(used.length).toBeGreaterThan(15);
    expect(used.filter(({ handed }) => !handed)).toEqual([]);
    for (const [, { secrets = [] }] of services) {
      expect(secrets.filter((secret) => compose.secrets[secret] === undefined)).toEqual([]);
    }
    // A node must not have the owner's password.
    const ofNodes = services
      .filter(([name]) => name.startsWith('gateway-'))
      .flatMap(([, { secrets }]) => secrets);
    expect(ofNodes.filter((secret) => secret?.startsWith('owner'))).toEqual([]);
  });

  test('starts in the order of the guide: databases, schema, registry, first node, other nodes, proxy', () => {
    const order = inOrder(compose);
    expect(order.filter((name) => name !== 'redis' && name !== 'issuer')).toEqual([
      ...['postgres', 'migrate', 'register', 'gateway-1', 'gateway-2', 'proxy'],
    ]);
    expect(order.indexOf('redis')).toBeLessThan(order.indexOf('gateway-1'));
    const conditions = services.flatMap(([, { depends_on = {} }]) => Object.values(depends_on));
    expect(new Set(conditions.map(({ condition }) => condition))).toEqual(
      new Set(['service_healthy', 'service_completed_successfully', 'service_started']),
    );
  });

  test('contains what it runs: no root, no rights, nothing to write but its volumes', () => {
    for (const [name, service] of ours.filter(([name]) => !['prepare', 'commands'].includes(name))) {
      expect([name, service.read_only, service.cap_drop, service.security_opt, service.user]).toEqual([
        ...[name, true, ['ALL'], ['no-new-privileges:true'], undefined],
      ]);
    }
  });

  test('shows nothing but the proxy, and this to nobody but this machine', () => {
    expect(services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)).toEqual(['proxy']);
    expect(compose.services.proxy?.ports).toEqual(['127.0.0.1:80:80', '127.0.0.1:443:443']);
  });

  test('names files, volumes and addresses that there are', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) =>
      volumes.map((volume) => volume.split(':')[0] as string),
    );
    const files = mounts.filter((from) => from.startsWith('./') && !from.includes('/secrets'));
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    const named = mounts.filter((from) => !from.startsWith('./'));
    expect(named.filter((volume) => !Object.hasOwn(compose.volumes, volume))).toEqual([]);
    const addressOf = (name: string) => compose.services[name]?.networks?.default.ipv4_address;
    const nodes = readFileSync(join(ROOT, 'deploy/compose/nodes.conf'), 'utf8');
    for (const name of ['gateway-1', 'gateway-2'])
      expect(nodes).toContain(`server ${addressOf(name)}:8080 max_fails=0;`);
    expect(compose.services['gateway-1']?.environment?.TRUSTED_PROXIES).toBe(addressOf('proxy'));
    expect(readFileSync(join(ROOT, 'deploy/compose/issuer.conf'), 'utf8')).toContain(
      `http://${addressOf('issuer')}:8081`,
    );
  });

  test('stands before its nodes as the sample of nginx does', () => {
    const directives = (path: string) =>
      readFileSync(join(ROOT, path), 'utf8')
        .replace(/#.*/g, '')
        .replace(/server [\d.]+:\d+/g, 'server ADDRESS')
        .replace(/\s+/g, ' ');
    expect(directives('deploy/compose/nodes.conf')).toBe(directives('deploy/nginx/nodes.conf'));
  });
});
