/**
 * Prints `yes` where pages were changed: then the tests look at each in the dark and on a phone as well
 * (`test/setup/axe-violations.ts`), which takes three times as long.
 */
const { changedFiles } = require('./changed-files.cjs');

const PAGES = /^(gateway\/pages|test\/gateway\/pages|test\/browser|test\/setup\/pages)\//;

const changed = changedFiles();
if (changed === undefined || changed.some((path) => PAGES.test(path))) process.stdout.write('yes');
