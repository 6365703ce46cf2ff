/** The system: nodes and their leases, health, the log's head and key, who pushes reads, and the settings without their secrets. */
import type { SourcesView } from '../../registry/sources/source-views.ts';
import { Alert } from '../layout/alert.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { inCode } from '../layout/in-code.tsx';
import { Time } from '../layout/time.tsx';
import type { Page } from '../serve/page.ts';
import { yesOrNo } from './registry/registry-words.ts';

interface SystemView {
  readonly nodes: readonly {
    readonly id: string;
    readonly generation: number;
    readonly renewals: number;
    readonly expiresAt: string;
    readonly holds: boolean;
    readonly acknowledged: number;
  }[];
  readonly log: {
    readonly origin: string;
    readonly key: string;
    readonly size: number;
    readonly root: string | null;
    readonly witnesses: readonly string[];
    /** Entries in the largest head that enough witnesses have confirmed. */
    readonly cosignedSize: number | null;
  };
  readonly rulesRevision: string;
  /** The source of reads that the check `reads` asks. */
  readonly readsSource: string;
  readonly checks: readonly { readonly name: string; readonly needed: boolean; readonly holds: boolean }[];
  readonly settings: readonly { readonly name: string; readonly what: string; readonly value: string }[];
}

export const SYSTEM: Page = {
  path: '/console/system',
  action: 'read_registry',
  link: { name: 'System' },
  show: async ({ api }) => {
    const [system, pushed] = await Promise.all([
      api.call<SystemView>('GET', '/v1/system'),
      api.call<SourcesView>('GET', '/v1/reads-sources'),
    ]);
    return {
      title: 'System',
      body: (
        <>
          <Health {...system} />
          <Nodes {...system} />
          <h2>Log</h2>
          <Log {...system} />
          <PushedReads {...pushed} />
          <a href="/console/reads-sources">Propose, approve or remove sources of reads</a>
          <DataTable
            name="Settings"
            columns={[
              { name: 'Setting', of: ({ name }) => <code>{name}</code> },
              { name: 'Value', of: ({ value }) => value },
              { name: 'What it is for', of: ({ what }) => inCode(what) },
            ]}
            rows={system.settings}
            empty="There is no setting."
          />
        </>
      ),
    };
  },
};

function Health({ checks, log, readsSource }: Pick<SystemView, 'checks' | 'log' | 'readsSource'>) {
  const failing = checks.filter(({ holds }) => !holds);
  const stops = failing.some(({ needed }) => needed);
  return (
    <>
      {failing.length === 0 ? (
        <Alert kind="success">This node has all that it needs.</Alert>
      ) : (
        <Alert kind={stops ? 'error' : 'warning'} heading={stops ? 'Nothing is released' : 'Degraded'}>
          Missing: {failing.map(({ name }) => name).join(', ')}. Next: tell the operator, who finds each in
          the guide for operating.
        </Alert>
      )}
      <DataTable
        name="Health"
        columns={[
          { name: 'Check', of: ({ name }) => (name === 'reads' ? `reads (${readsSource})` : name) },
          {
            name: 'Holds',
            of: ({ holds, name }) =>
              name === 'witnesses' && log.witnesses.length === 0 ? 'none named' : yesOrNo(holds),
          },
          { name: 'Needed to release', of: ({ needed }) => yesOrNo(needed) },
        ]}
        rows={checks}
        empty="Nothing is checked."
      />
    </>
  );
}

/** Counts of today and yesterday; `sources show` tells what was set aside, and why. */
function PushedReads({ recent, sources }: SourcesView) {
  const sumOf = (name: string) => recent.find((one) => one.name === name);
  return (
    <DataTable
      name="Sources of pushed reads"
      columns={[
        { name: 'Source', of: ({ name }) => name },
        { name: 'Vendor', of: ({ vendor }) => vendor },
        { name: 'Status', of: ({ status }) => status },
        { name: 'Newest read', of: ({ name }) => <Time at={sumOf(name)?.newestAt ?? null} none="none" /> },
        { name: 'Taken', of: ({ name }) => sumOf(name)?.taken ?? 0, isNumber: true },
        { name: 'Known', of: ({ name }) => sumOf(name)?.known ?? 0, isNumber: true },
        { name: 'Set aside', of: ({ name }) => sumOf(name)?.setAside ?? 0, isNumber: true },
        { name: 'Refused', of: ({ name }) => sumOf(name)?.refused ?? 0, isNumber: true },
        { name: 'Limited', of: ({ name }) => sumOf(name)?.limited ?? 0, isNumber: true },
      ]}
      rows={sources.filter(({ status }) => status === 'proposed' || status === 'active')}
      empty="No source pushes reads. Next: propose one, and another administrator approves it."
    />
  );
}

function Nodes({ nodes }: Pick<SystemView, 'nodes'>) {
  return (
    <DataTable
      name="Nodes and their leases"
      columns={[
        { name: 'Node', of: ({ id }) => id },
        { name: 'May send', of: ({ holds }) => yesOrNo(holds) },
        { name: 'Lease until', of: ({ expiresAt }) => <Time at={expiresAt} /> },
        { name: 'Generation', of: ({ generation }) => generation, isNumber: true },
        { name: 'Renewals', of: ({ renewals }) => renewals, isNumber: true },
        { name: 'Obeys marks up to log entry', of: ({ acknowledged }) => acknowledged, isNumber: true },
      ]}
      rows={nodes}
      empty="No node has a lease, so nothing is released."
    />
  );
}

function Log({ log, rulesRevision }: Pick<SystemView, 'log' | 'rulesRevision'>) {
  return (
    <dl class="facts">
      <dt>Name</dt>
      <dd>{log.origin}</dd>
      <dt>Entries</dt>
      <dd>{log.size}</dd>
      <dt>Root of the tree</dt>
      <dd>
        <code>{log.root ?? 'none yet'}</code>
      </dd>
      <dt>Verifier key</dt>
      <dd>
        <code>{log.key}</code>
      </dd>
      <dt>Witnesses</dt>
      <dd>
        {describeWitnesses(log)} (<a href="/console/witnesses">the list</a>)
      </dd>
      <dt>Revision of the rules</dt>
      <dd>
        <code>{rulesRevision}</code>
      </dd>
    </dl>
  );
}

function describeWitnesses({ cosignedSize, witnesses }: SystemView['log']): string {
  if (witnesses.length === 0) return 'none: the operator names them in LOG_WITNESSES';
  const size = cosignedSize === null ? 'no head yet' : `the head of ${cosignedSize} entries`;
  return `${witnesses.join(', ')}; enough of them have confirmed ${size}`;
}
