/** A fault of the system is told as what to check, not in the system's words. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { explainFault } from '../../../gateway/cli/explain-fault.ts';

function faultOf(path: string): unknown {
  try {
    return readFileSync(path);
  } catch (error) {
    return error;
  }
}

describe('a file that a command cannot use', () => {
  test('is named, with what to check', () => {
    expect(explainFault(faultOf('no-such.ndjson'))).toBe(
      'there is no file `no-such.ndjson`: check the name, and from which directory it is meant',
    );
    expect(explainFault(faultOf('package.json/reads'))).toMatch(
      /not a directory: `package.json\/reads`: check/,
    );
    expect(explainFault(faultOf('.'))).toMatch(/^a directory was given where a file is needed: check/);
  });
});

test('a file of another account is not looked for under another name: whose it is, and what to do', () => {
  const fault = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/var/lib/alpr/log-key.pem' });
  expect(explainFault(fault)).toBe(
    'this account may not use the file `/var/lib/alpr/log-key.pem`; next: see with `ls -ld /var/lib/alpr/log-key.pem` ' +
      'whose it is, and run this as that account, or give the file to this one',
  );
});

test('a socket that is not there is no file with a wrong name', () => {
  const fault = Object.assign(new Error('connect ENOENT /nowhere'), { code: 'ENOENT', syscall: 'connect' });
  expect(explainFault(fault)).toContain('connect ENOENT /nowhere');
});

test('any other fault is its own sentence', () => {
  expect(explainFault(new Error('say this'))).toBe('say this');
  expect(explainFault('that')).toBe('that');
});
