/** Which test files are run at once with others of their folder. For jest itself too, which loads no TypeScript. */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { isSlow } = require('../slow/slow-files.cjs');
const groups = require('./groups.json');

const ROOT = join(__dirname, '../../..');

/**
 * Below the project, sorted. Left out are those that `groups.json` names: they replace what others share (the clock,
 * a module), measure memory, or take so long that they had better have a worker of their own; and those that are slow.
 */
exports.filesOf = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !groups[folder].includes(path))
    .sort()
    .map((path) => join(folder, path))
    .filter((path) => !isSlow(path));

/** Each with its `at-once.ts`. */
exports.FOLDERS = Object.keys(groups);
exports.ROOT = ROOT;
