/** Which test files are slow: `npm test` leaves them out unless it is asked for them alone. For jest too, which loads no TypeScript. */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
/** Files, or folders that end with a slash; each with what it tests, where a change calls for it. */
const SLOW = require('./slow-tests.json');

const ROOT = join(__dirname, '../../..');
const isBelow = (path, place) => path === place || path.startsWith(place.endsWith('/') ? place : `${place}/`);

exports.SLOW = SLOW;

/** @param path below the project */
exports.isSlow = (path) => Object.keys(SLOW).some((place) => isBelow(path, place));

/** All of them, below the project, or those for which a changed file calls: their own, or one of what they test. */
exports.slowFiles = (changed) => {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join('test', path));
  const calls = ([place, sources]) =>
    changed === undefined ||
    [place, ...sources].some((source) => changed.some((path) => isBelow(path, source)));
  const places = Object.entries(SLOW).filter(calls);
  return files.filter((path) => places.some(([place]) => isBelow(path, place))).sort();
};
