/** Stands in for the test runner's globals, so that a test file can be run again and again within one process. */
import { expect } from 'expect';
import { bind } from 'jest-each';

export interface Case {
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...given: never[]) => unknown;

/** What `@jest/globals` gives a test file; the cases gather in the list. */
export function collectInto(cases: Case[]) {
  const path: string[] = [];
  const describe = (name: string, body: () => void) => {
    path.push(name);
    body();
    path.pop();
  };
  const test = (name: string, body: () => unknown) => {
    cases.push({ name: [...path, name].join(' › '), run: body });
  };
  const skip = () => undefined;
  const each = (register: (name: string, body: () => unknown) => void) =>
    bind(register as never, false) as unknown as (table: never) => (title: string, body: Body) => void;
  return {
    expect,
    describe: Object.assign(describe, { each: each(describe as never), skip }),
    test: Object.assign(test, { each: each(test), skip }),
  };
}
