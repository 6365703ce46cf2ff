/** Other gateways: whether their logs tell what ours tells, whether the way to them is open, and whether they are asked. */
import type { ComponentChildren } from 'preact';
import { DIFFERENCES } from '../../../sharing-rules/network/cross-check.ts';
import { isSafeText } from '../../../sharing-rules/network/judge-stated-reads.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { minuteOf } from '../../http/schemas/terms.ts';
import type { CheckedPeer } from '../../network/checks/check-peer.ts';
import type { TestedPeer } from '../../network/peer-test/peer-test.schema.ts';
import type { PeerView } from '../../network/peers/peers.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { type Column, DataTable } from '../layout/data-table.tsx';
import type { Shown, Visit } from '../serve/page.ts';
import { AGREEMENTS_AT } from './registry/addresses.ts';
import { listedPage } from './registry/listed-page.tsx';

const PATH = '/console/peers';
const BACK = (
  <p>
    Back to <a href={PATH}>the other gateways</a>.
  </p>
);

const apiOf = (ori: string, act: string) => `/v1/peers/${encodeURIComponent(ori)}/${act}`;

type Differing = PeerView['differences'][number];

const WHAT_DIFFERS: readonly Column<Omit<Differing, 'foundAt'>>[] = [
  { name: 'What differs', of: ({ kind }) => DIFFERENCES[kind], isText: true },
  {
    name: 'Their entry',
    of: ({ theirs, theirText }) => <Entry index={theirs ?? 'none'} text={theirText} />,
    isText: true,
  },
  {
    name: 'Our entry',
    of: ({ ours, ourText }) =>
      ours === null ? 'none' : <Entry index={<a href={`/console/audit/${ours}`}>{ours}</a>} text={ourText} />,
    isText: true,
  },
];

/** Shows an entry with its public text, which somebody else wrote. */
function Entry({ index, text }: { readonly index: ComponentChildren; readonly text: string | null }) {
  if (text === null || !isSafeText(text)) return <>{index}</>;
  return (
    <>
      {index}: <code>{text}</code>
    </>
  );
}

/** Shows what the checks of the last year have found, each with the public entries of both logs. */
function Found({ peers }: { readonly peers: readonly PeerView[] }) {
  const rows = peers.flatMap(({ differences, name, ori }) =>
    differences.map((one) => ({ ...one, agency: `${name} (${ori})` })),
  );
  return (
    <DataTable<Differing & { readonly agency: string }>
      name="Differences"
      columns={[
        { name: 'Agency', of: ({ agency }) => agency },
        { name: 'Found (UTC)', of: ({ foundAt }) => minuteOf(foundAt) },
        ...WHAT_DIFFERS,
      ]}
      rows={rows}
      empty="None: the logs that were checked tell what ours tells."
    />
  );
}

export const PEERS = listedPage<PeerView>({
  ...{ path: PATH, action: 'read_log', api: '/v1/peers', member: 'peers' },
  link: { name: 'Other gateways', beside: [AGREEMENTS_AT] },
  title: 'Other gateways',
  columns: () => ({
    agency: ({ name, ori }) => `${name} (${ori})`,
    gateway: ({ resource }) => resource,
    'last checked (UTC)': ({ checkedAt, fault }) =>
      `${checkedAt === null ? 'never' : minuteOf(checkedAt)}${fault === null ? '' : `; ended by ${fault.replaceAll('_', ' ')}`}`,
    differences: ({ differences }) => differences.length,
    asking: ({ askingStopped, stoppedFor }) =>
      askingStopped ? `stopped: ${(stoppedFor ?? '').replaceAll('_', ' ')}` : 'asked',
  }),
  empty: 'None: no agreement with another gateway is in force.',
  above: (_visit, rows) =>
    rows.length === 0 ? (
      <p>
        Gateways ask each other under <a href={AGREEMENTS_AT}>an agreement</a>. Next: propose one there, or
        take in the file of the other side.
      </p>
    ) : (
      <p>
        With each of these <a href={AGREEMENTS_AT}>an agreement</a> is in force.
      </p>
    ),
  below: (_visit, { peers }) => <Found peers={peers as readonly PeerView[]} />,
  idOf: ({ ori }) => ori,
  calledOf: ({ name }) => name,
  acts: [
    { act: 'check', press: 'Check', action: 'check_peer', carryOut: check },
    { act: 'test', press: 'Test', action: 'check_peer', carryOut: test },
    {
      ...{ act: 'resume-asking', press: 'Resume asking', action: 'resume_asking', takesReason: true },
      isFor: ({ askingStopped }) => askingStopped,
      before:
        'Officers can ask this agency again. Do so once you know why its answer could not be proved: the entry “peer_answered” holds both signed heads.',
      carryOut: async ({ post, typed }, ori) => {
        await post(apiOf(ori, 'resume-asking'), { reason: typed.get('reason') ?? '' });
        return { goTo: PATH, told: 'resumed_asking' };
      },
    },
  ],
});

async function check({ post }: Visit, ori: string, called: string): Promise<Shown> {
  const { compared, differences, more } = await post<CheckedPeer>(apiOf(ori, 'check'));
  return {
    title: `Check: ${called}`,
    body: (
      <>
        <Alert kind={differences.length === 0 ? 'success' : 'warning'}>
          {counted(compared, 'entry', 'entries')} compared, {counted(differences.length, 'new difference')}.
          {more ? ' There are more entries: check it again.' : ''}
        </Alert>
        <DataTable name="Differences" columns={WHAT_DIFFERS} rows={differences} empty="Nothing differs." />
        {BACK}
      </>
    ),
  };
}

const STATES = { holds: 'Holds', fault: 'Fault', unchecked: 'Not looked at' } as const;
const SIDES = { ours: 'ours', theirs: 'theirs' } as const;

async function test({ post }: Visit, ori: string, called: string): Promise<Shown> {
  const { ready, ticks } = await post<TestedPeer>(apiOf(ori, 'test'));
  return {
    title: `Test: ${called}`,
    body: (
      <>
        <Alert kind={ready ? 'success' : 'warning'}>
          {ready ? 'The way to it is open.' : 'The way to it is not open: the fault is named below.'}
        </Alert>
        <DataTable
          name="Parts of the way"
          columns={[
            { name: 'Part', of: ({ check: part }) => part.replaceAll('_', ' ') },
            { name: 'State', of: ({ state }) => STATES[state] },
            { name: 'Whose side', of: ({ side }) => (side === null ? '' : SIDES[side]) },
            { name: 'What it says', of: ({ says }) => says, isText: true },
          ]}
          rows={ticks}
          empty="Nothing was tested."
        />
        {BACK}
      </>
    ),
  };
}
