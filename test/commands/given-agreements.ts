/** Makes what a command about an agreement needs: another gateway, of which only the log's key counts. */
import { generateKeyPairSync } from 'node:crypto';
import { signNote, verifierKey } from '../../gateway/audit/signed-note.ts';
import { type Agreement, agreementId } from '../../gateway/network/agreements/agreement-document.ts';
import { noteText } from '../../gateway/network/agreements/agreement-note.ts';
import type { Given } from './given.ts';
import type { Scene } from './scene.ts';

const [OWNER, AURORA] = ['CO0010300', 'CO0010100'];
const ORIGIN = 'alpr.aurora.example.gov/log';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const logKey = verifierKey(ORIGIN, publicKey);
const PATH = '/v1/agreements';

const accepted = (id: string) =>
  signNote(noteText(id, { word: 'accept', at: Date.now() }), ORIGIN, privateKey);

/** Another one each time: what is over never comes back. */
async function document(scene: Scene): Promise<Agreement> {
  const answer = await fetch(`${scene.file.gateway}/.well-known/oauth-protected-resource`);
  const own = (await answer.json()) as Record<string, string> & { authorization_servers: string[] };
  const given = {
    ...{ purposes: ['stolen_vehicle'], dataClasses: ['reads'], lookBackDays: 30, dailyRecords: 1_000 },
    ...{ retentionDays: 30, officerMfa: true },
  } as const;
  return {
    type: 'alpr-agreement/v1',
    parties: [
      {
        ...{ ori: AURORA, name: 'Aurora Police Department', resource: 'https://alpr.aurora.example.gov' },
        ...{ issuer: 'https://id.aurora.example.gov', logKey },
      },
      {
        ...{ ori: OWNER, name: 'Commerce City Police Department', resource: own.resource },
        ...{ issuer: own.authorization_servers[0], logKey: own.alpr_log_key },
      },
    ],
    gives: { [OWNER]: given, [AURORA]: given },
    article74: true,
    from: '2026-01-01T00:00:00Z',
    until: new Date(Date.UTC(2060, 0, 1) + scene.number() * 1_000).toISOString(),
  } as Agreement;
}

/** Nothing with that agency is open: the commands name it by its ORI. */
export const noAgreement: Given = async ({ as }) => {
  const administrator = await as('admin-1');
  const { agreements } = await administrator.call<{
    agreements: readonly { readonly id: string; readonly status: string }[];
  }>('GET', PATH);
  const words: Readonly<Record<string, string>> = { proposed: 'reject', in_force: 'end' };
  for (const { id, status } of agreements) {
    if (status in words)
      await administrator.call('POST', `${PATH}/${id}/${words[status]}`, { reason: 'another' });
  }
  // What an example writes for the key of a log.
  return { 'alpr.aurora.example.gov/log+ab12…': logKey };
};

export const fileOfAgreement: Given = async (scene) => {
  await noAgreement(scene);
  const agreement = await document(scene);
  const file = { agreement, note: accepted(agreementId(agreement)), client: null };
  await scene.put('from-aurora.json', JSON.stringify(file));
  return undefined;
};

/** @param by who of ours has accepted it */
export const agreementProposed =
  (placeholder = '<id>', by: readonly string[] = []): Given =>
  async (scene) => {
    await noAgreement(scene);
    const agreement = await document(scene);
    const id = agreementId(agreement);
    await (await scene.as('admin-1')).call('POST', PATH, { agreement });
    for (const who of by) await (await scene.as(who)).call('POST', `${PATH}/${id}/accept`);
    return { [placeholder]: id };
  };

export const agreementInForce: Given = async (scene) => {
  const found = await agreementProposed('<id>', ['admin-1', 'admin-2'])(scene);
  const id = found?.['<id>'] as string;
  const administrator = await scene.as('admin-1');
  const { agreement } = await administrator.call<{ agreement: Agreement }>('GET', `${PATH}/${id}`);
  await administrator.call('POST', PATH, { agreement, note: accepted(id) });
  return found;
};
