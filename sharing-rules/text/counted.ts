/** A number with its noun, e.g. `1 row`, `2 rows`, `1 entry`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
