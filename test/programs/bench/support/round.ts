/** Figures for people: three significant digits say more than twelve. */
export function round(value: number): number {
  return Number(value.toPrecision(value >= 1000 ? 4 : 3));
}
