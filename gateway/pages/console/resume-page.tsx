/** The page that ends a halt: what to look at first, and the acts of the two administrators. */
import { whoMay } from '../../../sharing-rules/terms/roles.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import type { BeforeResumingView } from '../../registry/sharing.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { TextArea } from '../layout/fields.tsx';
import { withFullStop } from '../layout/first-upper.ts';
import { Time } from '../layout/time.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Page } from '../serve/page.ts';
import { AgencyName, readAgencyNames } from './registry/agency-name.tsx';
import { COPY_SCRIPTS, ForTheOther } from './registry/for-the-other.tsx';
import { LogEntryLink } from './registry/log-entry-link.tsx';

export const RESUME: Page = {
  path: '/console/resume',
  action: 'resume',
  show: async (visit) => {
    const { api, form, session, typed } = visit;
    const before = await api.call<BeforeResumingView>('GET', '/v1/sharing/resume');
    if (!before.halted) {
      return {
        title: 'Resume sharing',
        body: (
          <Alert kind="info">
            Sharing is not halted: there is nothing to resume. Next: <a href="/console">what waits now</a>.
          </Alert>
        ),
      };
    }
    const { proposal } = before;
    const own = proposal?.by === session.person.personId;
    const agencyOf = await readAgencyNames(api, [
      ...before.grants.map(({ partner }) => partner),
      ...before.lastEntries.map(({ agency }) => agency),
    ]);
    return {
      title: proposal === null ? 'Propose to resume' : 'Resume sharing',
      scripts: COPY_SCRIPTS,
      body: (
        <>
          <p>{howItStands(proposal, own)}</p>
          {own ? (
            <ForTheOther
              visit={visit}
              what="All sharing is halted, and I proposed to resume"
              address="/console/resume"
              press="Resume now"
            />
          ) : null}
          <DataTable
            name="Halts"
            columns={[
              {
                name: 'Log entry',
                of: ({ index }) => <LogEntryLink {...{ index, visit }} />,
                isNumber: true,
              },
              { name: 'When', of: ({ at }) => <Time at={at} /> },
              { name: 'By', of: ({ person }) => person ?? 'erased with its entry' },
              { name: 'Reason', of: ({ reason }) => reason ?? 'erased with its entry' },
            ]}
            rows={before.halts}
            empty="No halt is in the log any more."
          />
          <DataTable
            name="What would share again"
            columns={[
              { name: 'Agency', of: ({ partner }) => <AgencyName {...{ agencyOf }} ori={partner} /> },
              { name: 'Until', of: ({ validUntil }) => <Time at={validUntil} /> },
            ]}
            rows={before.grants}
            empty="No grant is in force: resuming alone shares nothing."
          />
          <MaySignIn {...before.signIn} />
          <DataTable
            name="The last entries of the log"
            columns={[
              {
                name: 'Log entry',
                of: ({ index }) => <LogEntryLink {...{ index, visit }} />,
                isNumber: true,
              },
              { name: 'When', of: ({ at }) => <Time at={at} /> },
              { name: 'Kind', of: ({ kind }) => <code>{kind}</code> },
              { name: 'Agency', of: ({ agency }) => agency && <AgencyName {...{ agencyOf }} ori={agency} /> },
            ]}
            rows={before.lastEntries}
            empty="The log has no entry."
          />
          <ActForm form={form} press="Resume now">
            <TextArea name="reason" label="Reason" required value={typed.get('reason') ?? ''} />
          </ActForm>
        </>
      ),
    };
  },
  act: async (visit) => {
    const { post, typed } = visit;
    const body = { reason: typed.get('reason') ?? '' };
    const answer = await post<{ readonly status: string; readonly index: number }>(
      '/v1/sharing/resume',
      body,
    );
    const isOn = answer.status === 'resumed';
    return {
      title: isOn ? 'Sharing is on again' : 'Resuming is proposed',
      isHalted: !isOn,
      body: (
        <Alert kind={isOn ? 'success' : 'info'}>
          <p>
            {isOn ? 'Grants in force share again, since log entry ' : 'Sharing is still halted (log entry '}
            <LogEntryLink visit={visit} index={answer.index} />
            {isOn ? '.' : '). Next: another administrator opens this page and presses Resume now.'}
          </p>
          <p>
            Next: <a href="/console">what waits now</a>.
          </p>
        </Alert>
      ),
    };
  },
};

function howItStands(proposal: BeforeResumingView['proposal'], own: boolean): string {
  if (proposal === null) {
    return 'It takes two administrators. The button proposes to resume; nothing is shared until another administrator presses Resume now on this page.';
  }
  const reason = withFullStop(proposal.reason ?? 'the reason was erased with its entry');
  if (own) {
    return `You proposed to resume: ${reason} It takes two administrators, so ${whoMay('resume')} who is another person ends the halt. Next: that person opens this page and presses Resume now.`;
  }
  return `${proposal.person} proposed to resume: ${reason} Sharing is on again when you press the button.`;
}

function MaySignIn({ clients, issuers, persons, suspendedOfficers }: BeforeResumingView['signIn']) {
  return (
    <p>
      {counted(clients, 'client')}, {counted(persons, 'person')} and {counted(issuers, 'issuer')} may sign in,
      and{' '}
      <a href="/console/officers">
        {counted(suspendedOfficers, 'officer')} {suspendedOfficers === 1 ? 'is' : 'are'} suspended
      </a>
      . A database that was restored forgets removals: if you remember removing or suspending one, look, and
      do it again first.
    </p>
  );
}
