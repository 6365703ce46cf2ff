/** As `given.ts`, for what auditors, the Chief and the owner of the databases type. */
import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Typed, typeIn } from '../../gateway/demo/issuer/type-in.ts';
import { SAMPLES } from '../../gateway/hot-lists/import/import-command.ts';
import { eventually } from '../setup/eventually.ts';
import { ADAMS, type Given, released, SHORTENED } from './given.ts';
import type { Scene } from './scene.ts';

/** The months before, one after the other: each can be audited once. */
function nextMonth(scene: Scene): string {
  const now = new Date();
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - scene.number() - 24, 1));
  return month.toISOString().slice(0, 7);
}

/** @param placeholder stands for a month that nobody has audited */
export const notAudited =
  (placeholder: string): Given =>
  async (scene) => ({ [placeholder]: nextMonth(scene) });

/** @param placeholder stands for a month that was audited */
export const audited =
  (placeholder: string): Given =>
  async (scene) => {
    const month = nextMonth(scene);
    const order = { month, sampleRead: true, employeesCompared: true, vendorSharingOff: false };
    await (await scene.as('auditor')).call('POST', '/v1/monthly-audits', order);
    return { [placeholder]: month };
  };

/** @param placeholder stands for the year that runs */
export const runningYear =
  (placeholder: string): Given =>
  async () => ({ [placeholder]: String(new Date().getUTCFullYear()) });

/** @param placeholder stands for the entry of a release */
export const entryOfRelease =
  (placeholder: string): Given =>
  async (scene) => {
    await released(scene);
    const { entries } = await (await scene.as('auditor')).call<{ entries: { index: number }[] }>(
      'GET',
      '/v1/audit/entries?kind=release&limit=1',
    );
    return { [placeholder]: String(entries[0]?.index) };
  };

/** @param placeholder stands for a process that was served a day ago */
export const servedProcess =
  (placeholder = SHORTENED): Given =>
  async (scene) => {
    const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const duties = [{ duty: 'answer', by: at(7) }];
    const body = { kind: 'subpoena', issuer: 'District Court', servedAt: at(-1), scope: {}, duties };
    const { id } = await (await scene.as('counsel')).call<{ id: string }>('POST', '/v1/processes', body);
    return { [placeholder]: id };
  };

const daysFromNow = (days: number) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;

/** The days in the examples, so that they are within the reads' time, and ahead. */
export const daysOfPreservation: Given = async () => ({
  '2026-11-28T00:00Z': daysFromNow(-2),
  '2026-11-30T00:00Z': daysFromNow(0),
  '2027-03-01T00:00Z': daysFromNow(90),
});

/** @param placeholder stands for reads that are to be kept for a case, or are */
export const preservation =
  (placeholder: string, status: 'active' | 'proposed' = 'proposed'): Given =>
  async (scene) => {
    const { id } = await (await scene.as('clerk')).call<{ id: string }>('POST', '/v1/preservations', {
      ...{ caseNumber: 'CR-2026-0142', plate: { number: 'DEMO001' }, reason: 'trial set for March' },
      ...{ from: daysFromNow(-2), to: daysFromNow(0), until: daysFromNow(60) },
      purpose: { code: 'stolen_vehicle', justification: 'sedan stolen from a driveway overnight' },
    });
    if (status === 'active') {
      await (await scene.as('admin-2')).call('POST', `/v1/preservations/${id}/approve`);
    }
    return { [placeholder]: id };
  };

/** An audit that found the vendor's sharing on has made one. */
export const misuseReport =
  (placeholder = SHORTENED): Given =>
  async (scene) => {
    await audited('month')(scene);
    const chief = await scene.as('chief');
    const { reports } = await chief.call<{ reports: { id: string }[] }>(
      'GET',
      '/v1/misuse-reports?state=open',
    );
    return { [placeholder]: reports[0]?.id as string };
  };

/** Another issuer than the one by which everybody signs in. */
export const issuerToRemove =
  (placeholder: string): Given =>
  async (scene) => {
    const issuer = 'https://id.example';
    const registry = { issuers: [{ issuer, jwksUri: `${issuer}/jwks`, assertsRoles: false }] };
    await scene.put('issuer.json', JSON.stringify(registry));
    await scene.type('npm run gateway -- register issuer.json');
    const administrator = await scene.as('admin-1');
    const { issuers } = await administrator.call<{ issuers: { id: string; issuer: string }[] }>(
      'GET',
      '/v1/issuers',
    );
    return { [placeholder]: issuers.find((one) => one.issuer === issuer)?.id as string };
  };

/** A list that was imported, of the layout of the same name. */
export const importedList =
  (name: 'ncic' | 'ccic'): Given =>
  async (scene) => {
    await scene.put(`${name}.txt`, SAMPLES[name]);
    await scene.type(`npm run gateway -- hot-list import ${name}.txt --layout ${name} --list ${name}`);
    return undefined;
  };

/** A read of a listed plate that nobody has decided about. @param placeholder stands for the hit's id */
export const hit =
  (placeholder = SHORTENED): Given =>
  async (scene) => {
    const plate = `ZZH${scene.number()}`;
    await scene.put('seen.csv', `plate,type\n${plate},Stolen Vehicle\n`);
    const list = plate.toLowerCase();
    await scene.type(`npm run gateway -- hot-list import seen.csv --layout csv --list ${list}`);
    const read = { capturedAt: new Date().toISOString(), plate, cameraId: 'C1' };
    await scene.put('seen.ndjson', `${JSON.stringify(read)}\n`);
    await scene.type('npm run gateway -- ingest seen.ndjson');
    const reviewer = await scene.as('reviewer');
    const find = async () => {
      const { hits } = await reviewer.call<{ hits: { hitId: string; list: string }[] }>('GET', '/v1/hits');
      return hits.find((one) => one.list === list)?.hitId;
    };
    await eventually(async () => (await find()) !== undefined);
    return { [placeholder]: (await find()) as string };
  };

/** A hit that a reviewer found to be wrong. */
export const wrongHit: Given = async (scene) => {
  const given = await hit()(scene);
  const id = (given as Record<string, string>)[SHORTENED];
  const reviewer = await scene.as('reviewer');
  await reviewer.call('POST', `/v1/hits/${id}/wrong`, { is: 'entry_wrong' });
  return given;
};

const LONG_WRITTEN = new Date(Date.now() - 3_600_000);

/** A list `county` that may leave, from a file that lies there. */
export const countyList: Given = async (scene) => {
  const folder = join(scene.directory, 'county');
  await mkdir(folder, { recursive: true });
  await scene.put('county/stolen.csv', SAMPLES.csv);
  await utimes(join(folder, 'stolen.csv'), LONG_WRITTEN, LONG_WRITTEN);
  const terms = `--layout csv --every 6h --purpose stolen_vehicle --url ${pathToFileURL(folder).href}`;
  await scene.type(`npm run gateway -- hot-list source set county ${terms}`);
  return undefined;
};

export const proposedEndpoint: Given = async ({ as }) => {
  const url = 'https://adams.example/alpr';
  await (await as('admin-1')).call('POST', `/v1/agencies/${ADAMS}/endpoint`, { url });
  return undefined;
};

export const proposedSource: Given = async ({ as }) => {
  const terms = { name: 'main-street', vendor: 'rekor_scout', method: 'path', cameraPrefix: 'rekor-' };
  await (await as('admin-1')).call('POST', '/v1/reads-sources', terms);
  return undefined;
};

/** A client, person or issuer that one administrator has proposed. */
export const proposedIdentity =
  (what: 'client' | 'person' | 'issuer', body: object): Given =>
  async ({ as }) => {
    await (await as('admin-1')).call('POST', `/v1/${what}s`, body);
    return undefined;
  };

/** A client that two administrators have registered. */
export const registeredClient =
  (agency: string, clientId: string): Given =>
  async ({ as }) => {
    const [first, second] = [await as('admin-1'), await as('admin-2')];
    const { id } = await first.call<{ id: string }>('POST', '/v1/clients', { agency, clientId });
    await second.call('POST', `/v1/identity-proposals/${id}/approve`);
    return undefined;
  };

/** What a person does in the browser, once, when the command has printed the address. */
export function signedIn(login: string): (scene: Scene, stderr: string) => void {
  let begun = false;
  return ({ file }, stderr) => {
    const address = /^ {2}(http\S+)\n/m.exec(stderr)?.[1];
    if (address === undefined || begun) return;
    begun = true;
    // A sign-in that fails lets the command wait in vain, and the test with it.
    void typeIn(address, file.people.find((person) => person.login === login) as unknown as Typed);
  };
}
