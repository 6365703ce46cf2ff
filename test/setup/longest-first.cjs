/**
 * jest's sequencer. Without times of earlier runs jest begins with the largest files; the longest tests are in small
 * ones, which start a cluster, a demo or a browser, and one of them at the end keeps a single worker busy.
 */
const Sequencer = require('@jest/test-sequencer').default;

const LONGEST = [
  '/test/programs/faults/',
  '/test/demo/',
  '/test/gateway/pages/',
  '/test/partner-kit/',
  '/test/commands/',
];

/** Of the first of these that it is below. */
const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((folder) => path.includes(folder));
  return rank < 0 ? LONGEST.length : rank;
};

module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isTimed = sorted.some(({ duration }) => duration !== undefined);
    return isTimed ? sorted : sorted.sort((one, other) => rankOf(one) - rankOf(other));
  }
};
