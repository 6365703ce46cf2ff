/** Shows the checks that records offices answered or still owe: an auditor closes a difference, two administrators lift a hold. */
import type { ShownCheck } from '../../../oversight/records/records.schema.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { TextArea } from '../../layout/fields.tsx';
import { Day } from '../../layout/time.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { agencyAddress } from '../registry/addresses.ts';
import { type AnswerToOne, toldByTwo } from '../registry/by-two.tsx';
import { listedPage, type RowAct } from '../registry/listed-page.tsx';
import { LogEntryLink } from '../registry/log-entry-link.tsx';

const CHECKS = '/console/records-checks';

const close = (act: string, press: string, outcome: string, before: string): RowAct<ShownCheck> => ({
  ...{ act, press, before, action: 'check_records', takesReason: true },
  isFor: ({ differences, outcome: closed }) => differences.length > 0 && closed === null,
  carryOut: async ({ post, typed }, id) => {
    const body = { outcome, note: typed.get('reason') ?? '' };
    await post(`/v1/records-checks/${encodeURIComponent(id)}/close`, body);
    return { goTo: CHECKS };
  },
});

const RECORDS_CHECKS = listedPage<ShownCheck>({
  ...{ path: CHECKS, action: 'read_misuse', api: '/v1/records-checks', member: 'checks', olderBy: 'before' },
  title: 'What waits of records offices',
  filters: { agency: { label: 'Agency’s ORI' } },
  columns: (visit) => ({
    release: ({ index }) => <LogEntryLink visit={visit} index={index} />,
    agency: ({ agency }) => agency,
    month: ({ month }) => month,
    answered: ({ answeredAt }) => <Day at={answeredAt} none="not yet" />,
    due: ({ due }) => <Day at={due} none="" />,
    differs: ({ differences }) => differences.map((one) => one.replaceAll('_', ' ')),
    explanation: ({ explanation }) => explanation ?? '',
  }),
  empty: 'Nothing waits: every answer is there, and no difference is open.',
  idOf: ({ index }) => String(index),
  calledOf: ({ index }) => `the difference of entry ${index}`,
  acts: [
    close('accept', 'Accept', 'accepted', 'The difference is explained, and nothing follows from it.'),
    close('uphold', 'Uphold', 'upheld', 'The difference stands: the Chief gets a report.'),
  ],
});

interface Holds {
  readonly agency: string;
  readonly holds: readonly { readonly month: string; readonly hold: string }[];
}

const apiOf = ({ at }: Visit) => `/v1/agencies/${encodeURIComponent(at.ori ?? '')}/records-hold`;

const RECORDS_HOLD: Page = {
  path: '/console/agencies/:ori/records-hold',
  action: 'read_registry',
  show: async (visit) => {
    const { api, form, typed } = visit;
    const { agency, holds } = await api.call<Holds>('GET', apiOf(visit));
    return {
      title: `Hold of the records office of ${agency}`,
      body: (
        <>
          <DataTable
            name="Holds"
            columns={[
              { name: 'Month', of: ({ month }) => month },
              { name: 'Because', of: ({ hold }) => hold.replaceAll('_', ' ') },
            ]}
            rows={holds}
            empty="No hold is in force: incidents of this agency need no words."
          />
          {holds.length > 0 && may(visit, 'lift_records_hold') ? (
            <ActForm form={form} press="Lift hold">
              <TextArea
                {...{ name: 'reason', label: 'Reason', required: true, hint: 'It is kept in the log.' }}
                value={typed.get('reason') ?? ''}
              />
            </ActForm>
          ) : null}
        </>
      ),
    };
  },
  act: async (visit): Promise<Acted> => {
    const { at, post, typed } = visit;
    const body = { reason: typed.get('reason') ?? '' };
    const answer = await post<AnswerToOne>(`${apiOf(visit)}/lift`, body);
    return toldByTwo(answer, {
      what: 'the hold',
      done: 'The hold is lifted',
      next: <a href={agencyAddress(at.ori ?? '')}>the agency</a>,
    });
  },
};

export const RECORDS_PAGES: readonly Page[] = [RECORDS_CHECKS, RECORDS_HOLD];
