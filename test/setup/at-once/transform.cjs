/** jest's transformer: swc, after which test files and their set-up have `describe`, `test` and hooks from `blocks.ts`. */
const { join, sep } = require('node:path');
const swc = require('@swc/jest');

const BLOCKS = join(__dirname, 'blocks.ts');
const TESTS = join(__dirname, '../..') + sep;

/** A module is replaced for the file that says so; such a file is run by itself. */
const REPLACES = 'jest.unstable_mockModule(';

const withBlocks = (source, path) =>
  path.startsWith(TESTS) && path !== BLOCKS && !source.includes(REPLACES)
    ? source.replace("from '@jest/globals'", `from ${JSON.stringify(BLOCKS)}`)
    : source;

exports.createTransformer = (options) => {
  const { canInstrument, ...own } = swc.createTransformer(options);
  const changed = ([name, run]) => [
    name,
    (source, path, ...more) => run(withBlocks(source, path), path, ...more),
  ];
  return { canInstrument, ...Object.fromEntries(Object.entries(own).map(changed)) };
};
