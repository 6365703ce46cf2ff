/** What has to be there before a command is typed. Each brings it about whatever was done before. */
import { createHash } from 'node:crypto';
import { APPROVED_CODES } from '../../sharing-rules/terms/purposes.ts';
import { sampleGrant } from '../setup/database/sample-grant.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import type { Placeholders } from './row.ts';
import type { Scene } from './scene.ts';

export type Given = (scene: Scene) => Promise<Placeholders | undefined>;

/** How ids stand in the examples. */
export const SHORTENED = '3f0c…';

export const files =
  (contents: Readonly<Record<string, string>>): Given =>
  async (scene) => {
    for (const [name, content] of Object.entries(contents)) await scene.put(name, content);
    return undefined;
  };

export const sharing: Given = async ({ as }) => {
  const [first, second] = await Promise.all([as('admin-1'), as('admin-2')]);
  for (const administrator of [first, second]) {
    if (!(await isHalted(first))) return undefined;
    await administrator.call('POST', '/v1/sharing/resume', { reason: 'over' });
  }
  return undefined;
};

export const halted: Given = async ({ as }) => {
  await (await as('admin-1')).call('POST', '/v1/sharing/halt', { reason: 'a rehearsal' });
  return undefined;
};

export const resumeProposed: Given = async (scene) => {
  await halted(scene);
  await (await scene.as('admin-1')).call('POST', '/v1/sharing/resume', { reason: 'rehearsal is over' });
  return undefined;
};

async function isHalted(client: Awaited<ReturnType<Scene['as']>>): Promise<boolean> {
  return (await client.call<{ halted: boolean }>('GET', '/v1/sharing')).halted;
}

type SeenGrant = { id: string; status: string };

/** @param placeholder stands for the grant's id */
export const grantInForce =
  (partner: string, placeholder = SHORTENED): Given =>
  async (scene) => {
    const administrator = await scene.as('admin-1');
    const { grants } = await administrator.call<{ grants: SeenGrant[] }>(
      'GET',
      `/v1/grants?partner=${partner}`,
    );
    const active = grants.find(({ status }) => status === 'active');
    if (active !== undefined) return { [placeholder]: active.id };
    const { [placeholder]: id } = (await proposal(partner, placeholder)(scene)) as Placeholders;
    await (await scene.as('admin-2')).call('POST', `/v1/grants/${id}/approve`);
    return { [placeholder]: id as string };
  };

/** Of an agency without a grant in force: what is proposed can be approved. */
export const proposal =
  (partner: string, placeholder = SHORTENED): Given =>
  async (scene) => {
    await sharing(scene);
    const administrator = await scene.as('admin-1');
    await administrator.call('POST', `/v1/agencies/${partner}/revoke`, { reason: 'a new one' });
    const dataClasses = ['reads', 'hits', 'hot_lists'];
    const grant = sampleGrant(partner, { dataClasses, purposes: APPROVED_CODES });
    const { id } = await administrator.call<{ id: string }>('POST', '/v1/grants', grant);
    return { [placeholder]: id };
  };

export const noGrant =
  (partner: string): Given =>
  async ({ as }) => {
    await (await as('admin-1')).call('POST', `/v1/agencies/${partner}/revoke`, { reason: 'a rehearsal' });
    return undefined;
  };

export const ADAMS = 'CO0010000';

/** What adams asks, as the demo's officer: whatever was revoked or suspended before is given back first. */
async function ask(scene: Scene, changes: Record<string, unknown>): Promise<{ queryId?: string }> {
  await sharing(scene);
  await grantInForce(ADAMS)(scene);
  await reinstated(scene);
  const adams = await scene.as('adams');
  return adams.call('POST', '/v1/queries', demoQuery(adams, scene.file.plates[0] as string, changes));
}

/** An officer of adams has asked, for the case of the demo. */
export const released: Given = async (scene) => {
  await ask(scene, {});
  return undefined;
};

const PARTIAL = { plate: { number: 'DEMO0', match: 'partial' } };

const newCase = (scene: Scene) => `CR-2026-${1000 + scene.number()}`;
const purposeOf = (scene: Scene, changes: object = {}) => ({
  purpose: {
    code: 'stolen_vehicle',
    caseNumber: newCase(scene),
    justification: 'sedan stolen from a driveway overnight, seen near the park',
    ...changes,
  },
});

/** @param placeholder stands for the query's id */
export const held =
  (placeholder = SHORTENED): Given =>
  async (scene) => {
    const { queryId } = await ask(scene, { ...PARTIAL, ...purposeOf(scene) });
    return { [placeholder]: queryId as string };
  };

const PAPER = 'In the matter of the vehicle';

/** Held for a court's paper, which lies there as `order.pdf`. */
export const heldForPaper =
  (paper: Readonly<Record<'court' | 'docket' | 'judge' | 'issuedOn', string>>): Given =>
  async (scene) => {
    await scene.put('order.pdf', PAPER);
    const documentSha256 = createHash('sha256').update(PAPER).digest('hex');
    const judicialProcess = { kind: 'court_order', ...paper, documentSha256 };
    const purpose = purposeOf(scene, { code: 'judicial_process', judicialProcess });
    const { queryId } = await ask(scene, purpose);
    return { [SHORTENED]: queryId as string };
  };

type Officer = { id: string; reference: string; status: string };

async function officersOf(scene: Scene): Promise<Officer[]> {
  const administrator = await scene.as('admin-1');
  return (await administrator.call<{ subjects: Officer[] }>('GET', '/v1/subjects?limit=200')).subjects;
}

const reinstated: Given = async (scene) => {
  const administrator = await scene.as('admin-1');
  for (const { id, reference, status } of await officersOf(scene)) {
    if (reference !== 'officer-1' || status !== 'suspended') continue;
    await administrator.call('POST', `/v1/subjects/${id}/reinstate`, { reason: 'cleared' });
  }
  return undefined;
};

export const suspended: Given = async (scene) => {
  await ask(scene, {});
  const officer = (await officersOf(scene)).find(({ reference }) => reference === 'officer-1') as Officer;
  const administrator = await scene.as('admin-1');
  await administrator.call('POST', `/v1/subjects/${officer.id}/suspend`, { reason: 'a rehearsal' });
  return undefined;
};

export const reviewerSuspended: Given = async (scene) => {
  const administrator = await scene.as('admin-1');
  const path = '/v1/persons?limit=200';
  const { persons } = await administrator.call<{ persons: { id: string; subject: string }[] }>('GET', path);
  const id = persons.find(({ subject }) => subject === 'reviewer')?.id;
  await administrator.call('POST', `/v1/persons/${id}/suspend`, { reason: 'a rehearsal' });
  return undefined;
};
