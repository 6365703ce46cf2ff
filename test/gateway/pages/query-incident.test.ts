/** `/query` where what happened is told by choosing: with scripts and without, by keyboard, and on a phone. */
import { afterEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { coloradoTime } from '../../../gateway/pages/layout/colorado-clock.ts';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser, type View } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { personOf, signInOnce } from '../../setup/pages/sign-in-at-pages.ts';

const HOUR = 3_600_000;
/** As a field of the type `datetime-local` has it, in UTC. */
const fieldTime = (at: number) => new Date(at).toISOString().slice(0, 16);

/** Labels in the order in which the form asks. */
const FIELDS = [
  ...['Plate', 'Purpose', 'What happened', 'Offense', 'Felony or misdemeanor (optional)', 'Case number'],
  ...['When it happened', 'Until (optional)', 'Still going on', 'Where it happened', 'Vehicle is'],
  ...['Reported by', 'Which agency (optional)', 'I affirm', 'In your words (optional)', 'From', 'To'],
];

describePages('the officer’s page, where an incident is stated', () => {
  const fixture = useDemo();
  const browser = useBrowser();
  const signIn = signInOnce();
  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  const gateway = () => fixture.demo.file.gateway;
  let cases = 0;

  async function openForm(view: View = {}) {
    const opened = await browser.open(view);
    pages.push(opened.page);
    opened.page.setDefaultTimeout(10_000);
    await signIn(opened.page, gateway(), '/query', personOf(fixture.demo.file, 'adams-officer'));
    if (view.scripts !== false) await opened.page.getByLabel('Find by name or code').waitFor();
    return opened;
  }

  const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const marked = (page: Page) =>
    page.locator('[aria-invalid=true]').evaluateAll((all) => all.map((one) => one.getAttribute('name')));
  const logSize = async () =>
    Number((await (await fetch(`${gateway()}/log/checkpoint`)).text()).split('\n')[1]);

  /** A stolen vehicle, of a case and a plate of its own, but for what is given. */
  async function state(page: Page, given: Readonly<Record<string, string>> = {}): Promise<void> {
    cases += 1;
    const typed: Readonly<Record<string, string>> = {
      ...{ Plate: fixture.demo.file.plates[cases % 20] as string, Purpose: 'stolen_vehicle' },
      ...{ 'Time zone': 'utc', 'What happened': 'offense', Offense: 'nibrs:240' },
      ...{ 'Case number': `CR-2026-${3000 + cases}`, 'When it happened': fieldTime(Date.now() - 6 * HOUR) },
      ...{ 'Where it happened': 'Commerce City', 'Vehicle is': 'stolen', 'Reported by': 'victim' },
      ...given,
    };
    for (const [label, value] of Object.entries(typed)) {
      const one = field(page, label);
      if ((await one.evaluate(({ tagName }) => tagName)) === 'SELECT') await one.selectOption(value);
      else await one.fill(value);
    }
    await field(page, 'I affirm').check();
  }

  test.each([true, false])('gives reads without a word of justification (scripts: %s)', async (scripts) => {
    const { page, policyViolations, scriptErrors } = await openForm({ scripts });
    await state(page);
    await press(page, 'Ask');
    expect(await page.getByRole('table', { name: 'Reads' }).getByRole('row').count()).toBeGreaterThan(1);
    expect(await page.locator('.facts').textContent()).toMatch(
      /What happenedMotor Vehicle Theft \(NIBRS 240\), .*in Commerce City; of the vehicle: it was stolen; reported by the victim/,
    );
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('asks in the order in which an officer tells it, each field by its name', async () => {
    const { page } = await openForm({ scripts: false });
    const places = await Promise.all(
      FIELDS.map(async (label) => {
        const all = page.locator('main form').first().locator('input, select, textarea');
        const id = await field(page, label).getAttribute('id');
        return all.evaluateAll((every, wanted) => every.findIndex((one) => one.id === wanted), id);
      }),
    );
    expect(places.every((place) => place >= 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  test('lets its fields follow the purpose, and fills in what can only be one', async () => {
    const { page } = await openForm();
    const offered = (label: string) =>
      field(page, label).evaluate((one) =>
        [...(one as HTMLSelectElement).options].flatMap(({ disabled, value }) =>
          disabled || value === '' ? [] : [value],
        ),
      );
    const isShown = async (label: string) => [label, await field(page, label).isVisible()];
    await field(page, 'Purpose').selectOption('stolen_vehicle');
    expect(await offered('What happened')).toEqual(['offense']);
    expect(await offered('Vehicle is')).toEqual(['stolen', 'of_suspect', 'at_scene']);
    for (const label of ['Which agency (optional)', 'Felony or misdemeanor (optional)', 'Supervisor']) {
      expect(await isShown(label)).toEqual([label, false]);
    }
    await field(page, 'Reported by').selectOption('other_agency');
    expect(await isShown('Which agency (optional)')).toEqual(['Which agency (optional)', true]);
    expect(await field(page, 'What happened').inputValue()).toBe('offense');
    expect(await isShown('Still going on')).toEqual(['Still going on', false]);
    // What no longer fits is chosen no longer.
    await field(page, 'Vehicle is').selectOption('stolen');
    await field(page, 'Purpose').selectOption('missing_endangered');
    await field(page, 'What happened').selectOption('missing_person');
    expect(await offered('Vehicle is')).not.toContain('of_wanted_person');
    expect(await isShown('Still going on')).toEqual(['Still going on', true]);
    await field(page, 'Purpose').selectOption('violent_crime');
    expect(await field(page, 'What happened').inputValue()).not.toBe('missing_person');
    await field(page, 'Offense').selectOption('nibrs:13B');
    expect(await isShown('Felony or misdemeanor (optional)')).toEqual([
      ...['Felony or misdemeanor (optional)', true],
    ]);
    await field(page, 'Purpose').selectOption('exigent_life_safety');
    expect(await isShown('Supervisor')).toEqual(['Supervisor', true]);
  });

  test('finds an offense by its name or as officers call it, and chooses only on a whole name or code', async () => {
    const { page } = await openForm();
    const offense = field(page, 'Offense');
    const left = () =>
      offense
        .locator('option')
        .evaluateAll((all) => all.flatMap((one) => (one.matches('[hidden]') ? [] : [one.textContent])));
    const finder = page.getByLabel('Find by name or code');
    for (const words of ['motor vehicle theft', 'stolen car']) {
      await finder.fill(words);
      expect(await left()).toEqual(expect.arrayContaining(['Motor Vehicle Theft (240)']));
      expect((await left()).length).toBeLessThan(12);
      expect(await offense.locator('option:disabled').count()).toBeGreaterThan(100);
    }
    await offense.selectOption('crs:18-4-409');
    await finder.fill('carjac');
    expect(await offense.inputValue()).toBe('crs:18-4-409');
    await finder.fill('240');
    expect(await offense.inputValue()).toBe('nibrs:240');
    await finder.fill('240x');
    expect(await offense.inputValue()).toBe('crs:18-4-409');
    await finder.fill('18-4-409.5');
    expect(await offense.inputValue()).toBe('crs:18-4-409.5');
    await finder.press('Enter');
    expect(new URL(page.url()).pathname).toBe('/query');
  });

  test('fills the window with what is about the incident, until the officer says otherwise', async () => {
    const { page } = await openForm();
    const window = async () => [await field(page, 'From').inputValue(), await field(page, 'To').inputValue()];
    const happened = Date.now() - 100 * HOUR;
    await state(page, { 'When it happened': fieldTime(happened) });
    const [from, to] = await window();
    expect(from).toBe(fieldTime(happened - 24 * HOUR));
    expect(Math.abs(Date.parse(`${to}Z`) - Date.now())).toBeLessThan(2 * 60_000);
    expect(await field(page, 'About the incident').isChecked()).toBe(true);
    await page.getByText('Last 7 days', { exact: true }).click();
    const [week] = await window();
    expect(Math.abs(Date.parse(`${week}Z`) + 7 * 24 * HOUR - Date.now())).toBeLessThan(2 * 60_000);
    await field(page, 'From').fill(fieldTime(happened));
    expect(await field(page, 'As it stands below').isChecked()).toBe(true);
    await field(page, 'When it happened').fill(fieldTime(happened - HOUR));
    expect((await window())[0]).toBe(fieldTime(happened));
  });

  test('what nobody typed of the window is not read in a zone that was chosen later, nor after a correction', async () => {
    const { page } = await openForm({ scripts: false });
    await state(page, { 'Vehicle is': '' });
    await press(page, 'Ask');
    expect(await marked(page)).toEqual(['vehicle']);
    await field(page, 'Vehicle is').selectOption('stolen');
    await press(page, 'Ask');
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(1);
  });

  test('is served blank without scripts: the window is about the incident, and shown beside the reads', async () => {
    const { page } = await openForm({ scripts: false });
    expect([await field(page, 'From').inputValue(), await field(page, 'To').inputValue()]).toEqual(['', '']);
    const happened = Date.now() - 100 * HOUR;
    await state(page, { 'When it happened': fieldTime(happened) });
    await press(page, 'Ask');
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(1);
    const from = coloradoTime(Date.parse(`${fieldTime(happened - 24 * HOUR)}Z`));
    expect(await page.locator('.facts').textContent()).toContain(`Window searched${from} to `);
  });

  test.each([true, false])(
    'marks what is blank at its field, asks nobody, and keeps what was chosen (scripts: %s)',
    async (scripts) => {
      const { page } = await openForm({ scripts });
      const before = await logSize();
      await state(page, { 'Where it happened': '', 'In your words (optional)': 'sedan stolen overnight' });
      await field(page, 'I affirm').uncheck();
      await press(page, 'Ask');
      expect(await page.getByRole('alert').textContent()).toContain('Nothing was asked yet');
      expect(await marked(page)).toEqual(['place', 'affirmed']);
      expect(await field(page, 'Vehicle is').inputValue()).toBe('stolen');
      expect(await field(page, 'Offense').inputValue()).toBe('nibrs:240');
      expect(await logSize()).toBe(before);
      await page.locator('[name=place]:focus').waitFor();
      if (scripts) {
        expect(await axeViolationsInEveryView(page)).toEqual([]);
      }
      await field(page, 'Where it happened').selectOption({ label: 'Adams County' });
      await field(page, 'I affirm').check();
      await press(page, 'Check');
      expect(await page.getByRole('status').first().textContent()).toMatch(
        /would be.*What was stated: Motor Vehicle Theft .*in Adams County/s,
      );
    },
  );

  test('says of two facts that clash which purpose they go with, and of an offense which covers it', async () => {
    const { page } = await openForm({ scripts: false });
    await state(page, { 'What happened': 'missing_person', 'Vehicle is': 'of_missing_person', Offense: '' });
    await press(page, 'Ask');
    const alert = page.getByRole('alert');
    expect(await alert.locator('code').allTextContents()).toContain('incident_contradiction');
    expect(await alert.textContent()).toMatch(
      /two facts .*clash.*goes with: .*Missing or endangered person/is,
    );
    expect(await alert.locator('code').allTextContents()).not.toContain('purpose_missing');
    expect(await marked(page)).toEqual(['kind', 'vehicle']);
    expect(await field(page, 'Vehicle is').inputValue()).toBe('of_missing_person');
    await state(page, { Offense: 'nibrs:120' });
    await press(page, 'Ask');
    expect(await alert.textContent()).toMatch(
      /the offense is covered by: Carjacking or robbery, or Violent crime/i,
    );
    expect(await alert.textContent()).not.toMatch(/purpose\.|`/);
  });

  test('shows of a held query what was stated, and why a person looks', async () => {
    const { page } = await openForm();
    await state(page, { 'Vehicle is': 'at_scene' });
    await press(page, 'Ask');
    expect(await page.getByRole('status').textContent()).toMatch(
      /since a vehicle that was only seen at the scene may be anybody's/,
    );
    expect(await page.getByRole('main').textContent()).toMatch(/What was stated: .*it was seen at the scene/);
    expect(await page.getByRole('main').textContent()).not.toContain('If a life is in danger');
    await page.getByText('Ask again, or for something else').click();
    expect(await field(page, 'Vehicle is').inputValue()).toBe('at_scene');
    await field(page, 'Vehicle is').selectOption('stolen');
    await press(page, 'Check');
    expect(await page.getByRole('status').first().textContent()).toMatch(/would be permitted/);
  });

  test('of a person who is missing says how to ask when a life is in danger now', async () => {
    const { page } = await openForm({ scripts: false });
    await state(page, {
      ...{ Purpose: 'missing_endangered', 'What happened': 'missing_person', Offense: '' },
      ...{ 'Vehicle is': 'of_missing_person', 'Where it happened': 'WY' },
    });
    await press(page, 'Ask');
    expect(await page.getByRole('status').textContent()).toMatch(
      /Held.*If a life is in danger now, ask again as Immediate danger to life/,
    );
  });

  test('is filled in by keyboard alone, on a phone, and nothing is wider than the screen', async () => {
    const { page, policyViolations } = await openForm({ width: 320 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const typeInto = async (label: string, keys: string) => {
      for (let steps = 0; steps < 60; steps += 1) {
        if (await field(page, label).evaluate((one) => one === document.activeElement)) break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.type(keys);
    };
    await field(page, 'Plate').focus();
    await page.keyboard.type(fixture.plate);
    await typeInto('Purpose', 'Stolen v');
    await typeInto('What happened', 'a crime');
    await typeInto('Find by name or code', '18-4-409.5');
    await typeInto('Case number', 'CR-2026-3999');
    const [date, time] = fieldTime(Date.now() - 12 * HOUR).split('T') as [string, string];
    const [year, month, day] = date.split('-');
    const hour = Number(time.slice(0, 2));
    // A year has four digits: the hour comes next by itself.
    await typeInto('When it happened', `${month}${day}${year}`);
    await page.keyboard.type(
      `${String(hour % 12 || 12).padStart(2, '0')}${time.slice(3)}${hour < 12 ? 'A' : 'P'}`,
    );
    await typeInto('Where it happened', 'Commerce');
    await typeInto('Vehicle is', 'stolen');
    await typeInto('Reported by', 'the v');
    await typeInto('I affirm', ' ');
    expect(await field(page, 'When it happened').inputValue()).toBe(`${date}T${time}`);
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Reads' }).waitFor();
    const tops = await Promise.all(
      ['In Colorado', 'Camera', 'Plate'].map(async (name) => {
        const box = await page.locator(`td[data-name="${name}"]`).first().boundingBox();
        return box?.y ?? Number.NaN;
      }),
    );
    expect([...tops].sort((a, b) => a - b)).toEqual(tops);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    expect(policyViolations).toEqual([]);
  });

  test('has nothing that axe finds wrong, whatever is shown of it', async () => {
    const { page, scriptErrors } = await openForm();
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await state(page, { Purpose: 'violent_crime', Offense: 'nibrs:13B', 'Vehicle is': 'of_suspect' });
    await field(page, 'Reported by').selectOption('other_agency');
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    expect(scriptErrors).toEqual([]);
  });
});
