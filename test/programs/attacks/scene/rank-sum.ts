/** Whether two samples of times come from one distribution: the rank-sum test of Wilcoxon, Mann and Whitney. */

/**
 * The two-sided p by the normal approximation, which fits samples of more than twenty. Times are as good as never equal,
 * so ties are given the mean of their ranks, and no more is made of them.
 */
export function rankSumP(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => [value, 1]), ...other.map((value) => [value, 0])] as [number, 0 | 1][];
  all.sort(([a], [b]) => a - b);
  let sum = 0;
  for (let from = 0, to = 0; from < all.length; from = to) {
    while (to < all.length && all[to]?.[0] === all[from]?.[0]) to += 1;
    const rank = (from + to + 1) / 2;
    for (const [, isOne] of all.slice(from, to)) sum += isOne * rank;
  }
  const mean = (one.length * (all.length + 1)) / 2;
  const deviation = Math.sqrt((mean * other.length) / 6);
  return twoSided(Math.abs(sum - mean) / deviation);
}

/** Of a standard normal variable; by the fraction of Abramowitz and Stegun 7.1.26, which errs by less than 2e-7. */
function twoSided(z: number): number {
  const t = 1 / (1 + (0.3275911 * z) / Math.SQRT2);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return poly * Math.exp((-z * z) / 2);
}
