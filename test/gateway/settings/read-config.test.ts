/** Settings that a node refuses before it listens. */
import { describe, expect, test } from '@jest/globals';
import { commandConfig } from '../../../gateway/cli/command-config.ts';
import type { ConfigError } from '../../../gateway/settings/config.ts';
import { readConfig } from '../../../gateway/settings/read-config.ts';

const GIVEN = {
  DATABASE_URL: 'postgres://localhost/gateway',
  READS_DATABASE_URL: 'postgres://localhost/reads',
  PUBLIC_URL: 'https://alpr.example',
};
const faultsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
};

describe('the address of a gateway', () => {
  const faults = (changes: object) =>
    faultsOf(() => readConfig({ ...GIVEN, LOG_ORIGIN: 'alpr.example/log', ...changes }));

  test.each(['PUBLIC_URL', 'ADMIN_URL'])('%s is over TLS, or of this machine', (name) => {
    for (const url of ['https://alpr.example', 'http://127.0.0.1:8080', 'http://localhost:1']) {
      expect(faults({ [name]: url })).toEqual([]);
    }
    for (const url of ['http://alpr.example', 'http://10.0.0.5:8080', 'http://127.example', 'alpr.example']) {
      expect(faults({ [name]: url })).toEqual([
        expect.stringMatching(`^${name} must begin with https:// \\(http:// only for this machine`),
      ]);
    }
  });
});

describe('LOG_ORIGIN', () => {
  test.each([
    ['a URL with its scheme', 'https://alpr.example.gov/log'],
    ['a scheme in capitals', 'HTTP://alpr.example.gov/log'],
    ['a URL that only leaves the scheme out', '//alpr.example.gov/log'],
    ['a blank', 'alpr.example.gov/the log'],
    ['a blank at its end', 'alpr.example.gov/log '],
    ['a line break', 'alpr.example.gov/log\n'],
    ['a plus sign, which ends the name of a key', 'alpr.example.gov/log+1'],
    ['a control character', 'alpr.example.gov/log\u0000'],
    ['nothing', ''],
  ])('is refused with %s', (_, LOG_ORIGIN) => {
    const faults = faultsOf(() => readConfig({ ...GIVEN, LOG_ORIGIN }));
    expect(faults).toEqual([expect.stringMatching(/^LOG_ORIGIN must be a URL without its scheme/)]);
  });

  test('is refused to the commands of the owner too, where it is given', () => {
    const faults = faultsOf(() => commandConfig({ LOG_ORIGIN: 'https://alpr.example.gov/log' }));
    expect(faults).toEqual([expect.stringMatching(/^LOG_ORIGIN must be/)]);
    expect(commandConfig({ LOG_ORIGIN: '' }).logOrigin).toBeUndefined();
  });

  test.each(['alpr.example.gov/log', 'localhost:8080/log', 'demo.alpr-sharing.invalid/log', 'log'])(
    'may be `%s`',
    (LOG_ORIGIN) => {
      expect(readConfig({ ...GIVEN, LOG_ORIGIN }).logOrigin).toBe(LOG_ORIGIN);
    },
  );
});

describe('READS_SOURCE', () => {
  const { READS_DATABASE_URL, ...others } = GIVEN;
  const given = { ...others, LOG_ORIGIN: 'alpr.example/log' };
  const flock = {
    READS_SOURCE: 'flock',
    FLOCK_URL: 'https://api.flocksafety.com/api/v3',
    FLOCK_CREDENTIALS_FILE: '/etc/alpr/flock.json',
    FLOCK_NETWORK_ID: '72d97364-3f45-4e16-ae52-631aea3141cc',
  };

  test("the agency's own store needs its address, and the vendor's cloud does not", () => {
    expect(readConfig({ ...given, READS_DATABASE_URL }).readsSource).toBe('postgres');
    expect(faultsOf(() => readConfig(given))).toEqual([
      expect.stringMatching(/^READS_DATABASE_URL is missing: /),
    ]);
    expect(readConfig({ ...given, ...flock })).toMatchObject({
      readsSource: 'flock',
      readsDatabaseUrl: null,
    });
    expect(readConfig({ ...given, ...flock, READS_DATABASE_URL })).toMatchObject({ readsSource: 'flock' });
  });

  test.each(['FLOCK_URL', 'FLOCK_CREDENTIALS_FILE', 'FLOCK_NETWORK_ID'])('flock needs %s', (name) => {
    const faults = faultsOf(() => readConfig({ ...given, ...flock, [name]: '' }));
    expect(faults).toEqual([expect.stringMatching(`^${name} is missing: for \`READS_SOURCE=flock\`: `)]);
  });

  test('is one of two, and the vendor is asked over TLS, or on this machine', () => {
    const faults = (changes: object) => faultsOf(() => readConfig({ ...given, ...flock, ...changes }));
    expect(faults({ READS_SOURCE: 'Flock' })).toEqual(['READS_SOURCE must be one of postgres, flock']);
    expect(faults({ FLOCK_URL: 'http://127.0.0.1:9000/api/v3' })).toEqual([]);
    expect(faults({ FLOCK_URL: 'http://api.flocksafety.com/api/v3' })).toEqual([
      expect.stringMatching(/^FLOCK_URL must begin with https:/),
    ]);
  });
});

describe('LOG_HEAD_EVERY_S', () => {
  const given = { ...GIVEN, LOG_ORIGIN: 'alpr.example/log', LOG_WITNESSES: '/etc/alpr/witnesses' };

  test('is a minute where nothing is said, and may be 0', () => {
    expect(readConfig(given).logHeadEveryS).toBe(60);
    expect(readConfig({ ...given, LOG_HEAD_EVERY_S: '0' }).logHeadEveryS).toBe(0);
  });

  test('leaves witnesses two beats before releases stop', () => {
    const faults = (LOG_WITNESS_MAX_LAG_S: string, LOG_HEAD_EVERY_S: string) =>
      faultsOf(() => readConfig({ ...given, LOG_WITNESS_MAX_LAG_S, LOG_HEAD_EVERY_S }));
    for (const [lag, beat] of [
      ['0', '60'],
      ['120', '60'],
      ['1', '0'],
    ] as const)
      expect(faults(lag, beat)).toEqual([]);
    expect(faults('119', '60')).toEqual([
      'LOG_WITNESS_MAX_LAG_S must be 0, or at least twice LOG_HEAD_EVERY_S (120): witnesses are asked once in 60 s',
    ]);
  });
});

test('LOCAL_TIME_ZONE is a time zone of the list, Mountain time if nothing is said', () => {
  const given = { ...GIVEN, LOG_ORIGIN: 'alpr.example/log' };
  expect(readConfig(given).localTimeZone).toBe('America/Denver');
  expect(readConfig({ ...given, LOCAL_TIME_ZONE: 'America/Chicago' }).localTimeZone).toBe('America/Chicago');
  expect(faultsOf(() => readConfig({ ...given, LOCAL_TIME_ZONE: 'Denver' }))).toEqual([
    'LOCAL_TIME_ZONE must be a time zone of the IANA list, e.g. America/Denver',
  ]);
});

describe('CONTACT', () => {
  const given = { ...GIVEN, LOG_ORIGIN: 'alpr.example/log' };

  test('takes a mail address or an https URL, and nothing that would be another kind of link', () => {
    expect(readConfig({ ...given, CONTACT: 'sharing@police.example.gov' }).contact).toBe(
      'mailto:sharing@police.example.gov',
    );
    expect(readConfig({ ...given, CONTACT: 'https://police.example.gov/alpr' }).contact).toBe(
      'https://police.example.gov/alpr',
    );
    expect(readConfig(given).contact).toBeNull();
    for (const CONTACT of ['javascript:alert(1)', 'http://police.example.gov', 'the front desk']) {
      expect(faultsOf(() => readConfig({ ...given, CONTACT }))).toEqual([
        'CONTACT must be a mail address or a URL that begins with https://',
      ]);
    }
  });
});

describe('WARRANT_AFTER_HOURS', () => {
  const read = (changes: object) =>
    readConfig({ ...GIVEN, LOG_ORIGIN: 'alpr.example/log', ...changes }).warrantAfterHours;

  test('is off unless it is set, and takes hours up to thirty days', () => {
    expect([read({}), read({ WARRANT_AFTER_HOURS: 'off' })]).toEqual([null, null]);
    expect([read({ WARRANT_AFTER_HOURS: '1' }), read({ WARRANT_AFTER_HOURS: '720' })]).toEqual([1, 720]);
  });

  test.each(['0', '721', '72h', '-1', '1.5', ''])('is refused as `%s`', (hours) => {
    expect(faultsOf(() => read({ WARRANT_AFTER_HOURS: hours }))).toEqual([
      'WARRANT_AFTER_HOURS must be `off`, or a whole number from 1 to 720',
    ]);
  });
});
