/**
 * Ways to build the gateway wrongly, each an edit of a copy of its source. The harness must catch every one; an edit
 * that no longer applies is a failing test.
 */
import type { Edit } from './edited.ts';

export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The kind of fault under which it shows. */
  readonly kind: string;
}

/** The facts in a statement of their own, before the one that reads the head. */
function factsReadApart(to: string): readonly Edit[] {
  const file = 'gateway/release/facts/read-batch-facts.ts';
  const readEarly = `  const readEarly = async () =>
    factsOf((await client.query({ text: factsSql('$1'), values: [concerned] })).rows);\n`;
  return [
    { file, from: "  const locked = client.query({ text: first.join('; ') });", to: readEarly + to },
    {
      file,
      from: 'import { HEAD_LOCK_STATEMENT } from',
      to: "import { factsOf, factsSql } from './facts-store.ts';\nimport { HEAD_LOCK_STATEMENT } from",
    },
    { file, from: '  const read = {\n    registry: facts,', to: '  const read = {\n    registry: early,' },
  ];
}

export const MUTANTS: readonly Mutant[] = [
  {
    // Alone it does no harm: facts and head are of one snapshot, and no entry goes where a mark has gone.
    name: 'lock removed',
    kind: 'race',
    edits: [
      {
        file: 'gateway/release/facts/read-batch-facts.ts',
        from: `    ...sharedLockStatements(concerned),
    HEAD_LOCK_STATEMENT,
  ];`,
        to: '  ];',
      },
      ...factsReadApart(`  await client.query({ text: first.join('; ') });
  const early = await readEarly();
  const locked = Promise.resolve();`),
    ],
  },
  {
    name: 'decision taken before the lock',
    kind: 'race',
    edits: factsReadApart(`  await client.query({ text: first[0] as string });
  const early = await readEarly();
  const locked = client.query({ text: first.slice(1).join('; ') });`),
  },
  {
    name: 'acknowledgement skipped',
    // Nodes that hear of a mark late, while what they have committed is answered soon.
    kind: 'deaf',
    edits: [
      {
        file: 'gateway/release/revoke/drain-mark.ts',
        from: 'expiredNodes: 0 }, patient: true',
        to: 'expiredNodes: 0 }, patient: false',
      },
    ],
  },
  {
    name: 'only the newest mark acknowledged',
    kind: 'slow-node',
    edits: [
      {
        file: 'gateway/release/lease/lease-keeper.ts',
        from: 'const cuts = marks.map(',
        to: 'const cuts = marks.slice(-1).map(',
      },
      {
        file: 'gateway/release/lease/heard-marks.ts',
        from: '      this.bar(mark);\n',
        to: '',
      },
    ],
  },
  {
    name: 'lease ignored',
    // Of the pauses only this one lets a waking node hear the answer of a commit before it hears of marks.
    kind: 'late-renewal',
    edits: [
      {
        file: 'gateway/release/lease/lease.ts',
        from: 'return LEASE_TTL - ageOf(this.#from, this.#clock);',
        to: 'return this.#generation === null ? 0 : LEASE_TTL;',
      },
    ],
  },
  {
    name: 'lease renewed after it ran out',
    kind: 'late-renewal',
    edits: [
      {
        file: 'gateway/release/lease/lease.ts',
        from: '    if (generation === this.#generation && !this.holds()) return;\n',
        to: '',
      },
      {
        file: 'gateway/release/lease/lease-keeper.ts',
        from: 'if (renewal.renewed) lease.grant(key.generation, sentAt);',
        to: 'if (renewal.renewed) lease.grant(key.generation, lease.moment());',
      },
      // Else the answer that comes too late is not waited for.
      {
        file: 'gateway/release/lease/lease-keeper.ts',
        from: 'const ANSWER = 1_500;',
        to: 'const ANSWER = 60_000;',
      },
      {
        file: 'gateway/release/lease/lease-store.ts',
        from: 'WHERE node_id = $1 AND generation = $2 AND expires_at > clock_timestamp()\n         AND NOT',
        to: 'WHERE node_id = $1 AND generation = $2\n         AND NOT',
      },
    ],
  },
  {
    name: 'bar not set before the reset',
    kind: 'slow-node',
    edits: [
      {
        file: 'gateway/release/lease/in-flight.ts',
        from: `    if (agencyId === null) this.#haltFence = epoch;
    else this.#fences.set(agencyId, epoch);
    const cut = this.#cut(`,
        to: '    const cut = this.#cut(',
      },
      {
        file: 'gateway/release/lease/in-flight.ts',
        from: '  stop(): Cut {',
        to: `  lateFence(agencyId: number | null, epoch: number): void {
    if (agencyId === null) this.#haltFence = Math.max(this.#haltFence, epoch);
    else this.#fences.set(agencyId, Math.max(this.#fences.get(agencyId) ?? 0, epoch));
  }

  stop(): Cut {`,
      },
      {
        file: 'gateway/release/lease/lease-keeper.ts',
        from: '    await acknowledge(client, key, cuts);\n',
        to: `    await acknowledge(client, key, cuts);
    for (const { agencyId, index } of marks) this.#options.inFlight.lateFence(agencyId, index);
`,
      },
    ],
  },
  {
    name: 'sockets not reset',
    // Its readers read on later: what the node still holds comes then.
    kind: 'readers',
    edits: [
      {
        file: 'gateway/release/lease/in-flight.ts',
        from: '      try {\n        cut();\n',
        to: '      try {\n        void cut;\n',
      },
    ],
  },
  {
    name: 'audit after send',
    kind: 'terminate',
    edits: [
      {
        file: 'gateway/release/commit/commit-releases.ts',
        from: '    await write(',
        to: '    void write(',
      },
    ],
  },
  {
    name: 'cursor not bound to the epoch',
    kind: 'halts',
    edits: [
      {
        file: 'sharing-rules/rules/agency/same-right.ts',
        from: ' && agency?.epoch === epoch',
        to: '',
      },
    ],
  },
  {
    name: 'denial thrown inside the transaction',
    kind: 'none',
    edits: [
      {
        file: 'gateway/release/commit/commit-releases.ts',
        from: '    const epochOf = epochsOf(facts);\n',
        to: `    const epochOf = epochsOf(facts);
    if (judged.events.some(({ effect }) => effect === 'deny')) throw new GatewayError('refused', 'the query is refused');
`,
      },
    ],
  },
];
