/** All the lies of the liar, one an ask: none is shown, each is named, and none leaves anything behind. */
import { describe, expect, test } from '@jest/globals';
import { python, runLiar } from './run-liar.ts';

const describeLiar = python === undefined ? describe.skip : describe;

describeLiar('a partner that lies (skipped without: apt-get install python3-jwcrypto)', () => {
  test('is believed nothing, and each lie has a name', async () => {
    const lines: string[] = [];
    await runLiar(['--json'], (line) => void lines.push(line));
    const rows = lines.map((line) => JSON.parse(line));
    const sum = rows.pop();
    expect(rows.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(sum).toMatchObject({ shown: 0, notTold: 0, notHealed: 0, faults: 0 });
    expect(sum.lies).toBeGreaterThan(200);
  }, 400_000);
});
