/**
 * Follows the guide for a department that joins, from nothing to the first answer. Two gateways are set up by the
 * operators' guide; then two administrators of each, and an officer of one, use the pages by keyboard alone.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { eventually } from '../../setup/eventually.ts';
import { type FreshGateway, startFreshGateway } from '../../setup/network/fresh-gateway.ts';
import {
  type AtPages,
  acceptFromInbox,
  handOverFile,
  isTold,
  openAs,
  proposeAgreement,
} from '../../setup/pages/agree-by-pages.ts';

const COMMERCE = 'CO0010300';
const AURORA = 'CO0010100';
const PLATE = 'ZZT0001';
const LAST_DAY = '12012030';
const PATIENCE = 300_000;

let ours: FreshGateway;
let theirs: FreshGateway;

describePages('two departments that join', () => {
  const browser = useBrowser();
  const everybody: AtPages[] = [];

  beforeAll(async () => {
    [ours, theirs] = await Promise.all([
      startFreshGateway(COMMERCE, PLATE),
      startFreshGateway(AURORA, PLATE),
    ]);
    ours.meet(theirs);
    theirs.meet(ours);
  }, PATIENCE);
  afterAll(async () => {
    await Promise.all([ours?.stop(), theirs?.stop()]);
  }, PATIENCE);

  async function sits(at: FreshGateway, login: string): Promise<AtPages> {
    const one = await openAs(browser, at, login, login === 'oscar' ? '/query' : '/console');
    everybody.push(one);
    return one;
  }

  async function findAgency({ keys }: AtPages, name: RegExp, ori: string, words: string): Promise<void> {
    await keys.open('Agencies', /^Agencies/);
    await keys.fill('Name contains', words);
    await keys.open('Search', /^Agencies/);
    await keys.open(ori, name);
  }

  async function approveFromInbox(second: AtPages): Promise<void> {
    await second.keys.open('Overview', /./);
    await second.keys.open('Proposals that wait', /^Grants/);
    await second.keys.open('Open this grant', /^Grant: /);
    await second.keys.tabTo('Approve');
    await second.keys.press('Enter');
    await isTold(second, /^Approved/);
  }

  /** Takes steps 2 and 3 of the guide. */
  async function prepare(jane: AtPages, john: AtPages, own: Named, other: Named): Promise<void> {
    await findAgency(jane, own.name, own.ori, own.words);
    await jane.keys.open('Change facts', /^Change facts/);
    await jane.keys.fill('Officers on the roster', '25');
    await jane.keys.open('Save', own.name);
    await jane.keys.open('Propose grant', /^Propose grant/);
    await jane.keys.tick('All of these');
    await jane.keys.fill('Until', LAST_DAY);
    await jane.keys.tick('Our officers sign in with a second factor');
    await jane.keys.open('Propose', /^Grant: /);
    await approveFromInbox(john);
    await findAgency(jane, other.name, other.ori, other.words);
    await jane.keys.open('Confirm facts', /^Confirm facts/);
    await jane.keys.fill('Officers on the roster', '25');
    await jane.keys.open('Save', other.name);
  }

  /** Takes step 7 of the guide. */
  async function grantUnder(jane: AtPages, john: AtPages): Promise<void> {
    await jane.page.reload();
    await jane.keys.open('propose a grant under it', /^Propose grant/);
    await jane.keys.fill('Certification signed by', 'Chief Example');
    await jane.keys.fill('Certification signed on', '12012026');
    await jane.keys.open('Propose', /^Grant: /);
    await approveFromInbox(john);
  }

  test(
    'have the first answer of both after so many keys of five people',
    async () => {
      const [jane, john] = [await sits(ours, 'jane'), await sits(ours, 'john')];
      const [theirJane, theirJohn] = [await sits(theirs, 'jane'), await sits(theirs, 'john')];
      const commerce = { ori: COMMERCE, name: /^Commerce City/, words: 'commerce' };
      const aurora = { ori: AURORA, name: /^Aurora Police/, words: 'aurora' };
      await prepare(jane, john, commerce, aurora);
      await prepare(theirJane, theirJohn, aurora, commerce);

      await theirJane.keys.open('Other gateways', /^Other gateways/);
      await theirJane.keys.open('an agreement', /^Agreements/);
      await jane.keys.open('Other gateways', /^Other gateways/);
      await proposeAgreement(jane, { their: theirJane, ori: AURORA, client: 'gateway' });
      await john.keys.open('Overview', /./);
      await acceptFromInbox(john);
      await handOverFile(john, theirJane);
      await theirJohn.keys.open('Overview', /./);
      await acceptFromInbox(theirJohn);
      for (const { page } of [john, theirJohn]) {
        await eventually(async () => {
          await page.reload();
          return (await page.getByRole('main').textContent())?.includes('In force') === true;
        });
      }

      await grantUnder(jane, john);
      await grantUnder(theirJane, theirJohn);

      await jane.keys.open('Other gateways', /^Other gateways/);
      await jane.keys.open('Test', /^Test/);
      expect(await jane.page.getByRole('main').textContent()).not.toContain('Fault');

      const officer = await sits(ours, 'oscar');
      await officer.keys.fill('Plate', PLATE);
      await officer.keys.fill('Purpose', 'Stolen v');
      await officer.keys.fill('Case number', 'CR-2026-0142');
      await officer.keys.fill('In your words', 'sedan stolen from a driveway overnight, seen near the park');
      await officer.keys.tick('Aurora');
      await officer.keys.tabTo('Ask');
      await officer.keys.press('Enter');
      await officer.page.waitForURL(/\/query\/asked\//);
      for (const ori of [COMMERCE, AURORA]) {
        const answer = officer.page.locator('section.asked-part').filter({ hasText: ori });
        expect(await answer.textContent()).toContain('Released');
        expect(await answer.getByRole('row').count()).toBeGreaterThan(1);
      }
      // This counts both departments, and every character that is typed.
      expect(everybody.reduce((sum, { keys }) => sum + keys.count, 0)).toBeLessThanOrEqual(1_800);
    },
    PATIENCE,
  );
});

interface Named {
  readonly ori: string;
  readonly name: RegExp;
  /** Words to search for. */
  readonly words: string;
}
