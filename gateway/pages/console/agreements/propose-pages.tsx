/** Two ways to an agreement that waits here: a form, and the file that the other side has made. */
import { day } from '../../../http/schemas/shapes.ts';
import type { Terms } from '../../../http/schemas/terms.ts';
import type { ShownAgreement } from '../../../network/agreements/agreement.schema.ts';
import { AGREEMENT_TERMS } from '../../../network/agreements/agreement.terms.ts';
import { FileField, TextArea } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Page, Visit } from '../../serve/page.ts';
import { PageProblem } from '../../serve/problem.ts';
import { AGREEMENTS_AT, agreementAddress } from '../registry/addresses.ts';
import { formPage } from '../registry/form-page.tsx';

const API = '/v1/agreements';

/** Days alone, since those are what people agree on; each begins at 00:00 UTC. */
const FORM = {
  terms: {
    members: {
      ...AGREEMENT_TERMS,
      from: { ...AGREEMENT_TERMS.from, shape: day, hint: 'Leave it empty to begin at once.' },
      until: {
        ...AGREEMENT_TERMS.until,
        ...{ shape: day, hint: 'It ends at 00:00 UTC of this day.' },
        fault: 'Give the day on which the agreement ends.',
      },
    },
  },
} as const satisfies Terms;

const PROPOSE = formPage({
  ...{ path: `${AGREEMENTS_AT}/propose`, action: 'propose_agreement', terms: FORM, press: 'Propose' },
  title: () => 'Propose an agreement',
  undone: 'nothing was proposed',
  above: (
    <p>
      Ask the other side for its gateway, issuer and log’s key, which its page “Agreements with other
      gateways” shows, and for its client, which its engineer knows. If it has sent a file instead,{' '}
      <a href={`${AGREEMENTS_AT}/take`}>take in that file</a>. Nothing changes before two persons of each side
      accept.
    </p>
  ),
  begin: beginWith,
  send: async ({ post }, body) => {
    const { from, until, ...terms } = body.terms as Record<string, unknown>;
    const days = { ...(from === undefined ? {} : { from: momentOf(from) }), until: momentOf(until) };
    const { id } = await post<ShownAgreement>(API, { terms: { ...terms, ...days } }).catch(atFields);
    return { goTo: agreementAddress(id), told: 'proposed' };
  },
});

const momentOf = (typed: unknown) => `${typed}T00:00:00Z`;

/** Begins with what the agreement says that is to be replaced. */
async function beginWith({ api, search }: Visit): Promise<object> {
  const before = search.get('replaces');
  if (before === null) return { terms: { partner: search.get('partner') ?? '' } };
  const found = await api.call<ShownAgreement>('GET', `${API}/${encodeURIComponent(before)}`);
  const { agreement, client, id, ori } = found;
  const [us, them] = agreement.parties[0].ori === ori ? agreement.parties.toReversed() : agreement.parties;
  const given = { weGive: agreement.gives[us?.ori ?? ''], theyGive: agreement.gives[ori] };
  return { terms: { ...them, partner: ori, clientId: client?.id, ...given, replaces: id } };
}

/** Names the fields of the form where the document was refused, in which the other side is the second party. */
function atFields(error: unknown): never {
  if (!(error instanceof PageProblem)) throw error;
  const { problem } = error;
  throw new PageProblem({
    ...problem,
    detail: problem.detail.replace(/^`(parties\.1\.)?(?=\w+`)/, '`terms.'),
  });
}

const TAKE: Page = {
  path: `${AGREEMENTS_AT}/take`,
  action: 'propose_agreement',
  takesFile: true,
  show: async ({ form, typed }) => ({
    title: 'Take in the file of the other side',
    body: (
      <>
        <p>
          The other side has accepted the agreement in this file. Nothing changes here before you have
          compared its fingerprints by phone, and two persons accept it.
        </p>
        <ActForm form={form} press="Take in" takesFile>
          <FileField name="file" label="File of the agreement" accept=".json,application/json" />
          <TextArea
            {...{ name: 'file', id: 'field-pasted', label: 'Or paste its text', rows: 8, maxLength: 60_000 }}
            value={typed.getAll('file').find((text) => text.trim() !== '') ?? ''}
          />
        </ActForm>
      </>
    ),
  }),
  act: async ({ post, typed }) => {
    // The file stands before the text that was pasted: a browser sends an empty one where none was chosen.
    const text = typed.getAll('file').find((one) => one.trim() !== '') ?? '';
    const { id } = await post<ShownAgreement>(API, offeredIn(text));
    return { goTo: agreementAddress(id), told: 'taken_in' };
  },
};

function offeredIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const detail =
      'Nothing was taken in: this is not the file of an agreement. Ask the other side for the file that its page of the agreement gives, and choose or paste the whole of it';
    throw new PageProblem({ status: 422, detail, reasons: [], members: {} });
  }
}

export const PROPOSE_AGREEMENT_PAGES: readonly Page[] = [PROPOSE, TAKE];
