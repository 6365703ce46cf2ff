import { describe, expect, test } from '@jest/globals';
import { askInTime, type SilentPartners } from '../../../../gateway/network/asks/ask-in-time.ts';
import { eventually } from '../../../setup/eventually.ts';

const PARTNERS = [{ ori: 'CO0010100' }, { ori: 'CO0010200' }];
const [, DEAD] = PARTNERS as [{ ori: string }, { ori: string }];

/** Asks both, of which the second gives this once it is let go. */
function askBoth(silent: SilentPartners, given: string) {
  let letGo = (): void => undefined;
  const late = new Promise<void>((done) => {
    letGo = done;
  });
  const ask = async ({ ori }: { ori: string }) => {
    if (ori !== DEAD.ori) return 'answer';
    await late;
    return given;
  };
  const hasAnswered = (result: string) => result === 'answer';
  return { results: askInTime(PARTNERS, ask, { hasAnswered, silent, wait: 30 }), letGo };
}

describe('a partner that was silent', () => {
  test.each([
    ['stays silent where its connection is given up later', 'fault', true],
    ['is waited for again once it has answered, though late', 'answer', false],
  ])('%s', async (_, given, isSilent) => {
    const silent: SilentPartners = new Set();
    const { letGo, results } = askBoth(silent, given);
    expect(await results).toEqual(['answer', null]);
    expect(silent.has(DEAD.ori)).toBe(true);
    letGo();
    if (!isSilent) await eventually(() => !silent.has(DEAD.ori));
    await new Promise((done) => setImmediate(done));
    expect(silent.has(DEAD.ori)).toBe(isSilent);
  });
});
