/**
 * jest's filter. Where every file of a folder is to be run, its `at-once.ts` is run instead of each; where some are, or
 * one, they are run by themselves. Slow tests are left out where others are asked for too.
 */
const { join, relative } = require('node:path');
const { isSlow } = require('../slow/slow-files.cjs');
const { FOLDERS, ROOT, filesOf } = require('./files-of.cjs');

module.exports = (paths) => {
  const quick = paths.filter((path) => !isSlow(relative(ROOT, path)));
  const left = new Set(quick.length > 0 ? quick : paths);
  for (const folder of FOLDERS) {
    const files = filesOf(folder).map((path) => join(ROOT, path));
    const asked = files.filter((path) => left.has(path));
    const isWhole = asked.length === files.length;
    if (isWhole && left.has(join(ROOT, folder, 'at-once.ts'))) for (const path of files) left.delete(path);
    else if (asked.length > 0) left.delete(join(ROOT, folder, 'at-once.ts'));
  }
  return { filtered: [...left] };
};
