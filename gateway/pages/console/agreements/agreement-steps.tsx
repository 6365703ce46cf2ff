/** Shows how an agreement stands, and the step that comes next: to compare and accept it, to send its file, or to wait. */
import { whoMay } from '../../../../sharing-rules/terms/roles.ts';
import type { ShownAgreement } from '../../../network/agreements/agreement.schema.ts';
import { AGREEMENT_STATUS_WORDS } from '../../../network/agreements/agreement.terms.ts';
import { fingerprintRows, type NextStep, nextStepOf } from '../../../network/agreements/agreement-facts.ts';
import { Alert } from '../../layout/alert.tsx';
import { Checkbox } from '../../layout/checkbox.tsx';
import { Facts } from '../../layout/facts.tsx';
import { withFullStop } from '../../layout/first-upper.ts';
import { Time } from '../../layout/time.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Visit } from '../../serve/page.ts';
import { AGREEMENTS_AT, agreementAddress, proposeAddress } from '../registry/addresses.ts';
import { ForTheOther } from '../registry/for-the-other.tsx';

interface StepsProps {
  readonly shown: ShownAgreement;
  readonly visit: Visit;
  readonly grants: { readonly inForce: number };
}

export function AgreementSteps({ grants, shown, visit }: StepsProps) {
  const { acceptedByName, acceptedFirstBy, acceptedFirstByName, endedByName, endedReason, id, status } =
    shown;
  const step = nextStepOf(shown);
  const accepts = step === 'first' || step === 'second';
  const isDone = acceptedFirstBy === visit.session.person.personId;
  return (
    <>
      <Alert kind={step === 'grant' ? 'success' : 'info'} heading={AGREEMENT_STATUS_WORDS[status]}>
        {acceptedFirstByName === null
          ? 'Nobody here has accepted it yet. '
          : `Accepted here by ${[acceptedFirstByName, acceptedByName].filter(Boolean).join(' and ')}. `}
        {step === 'over' ? (
          <>
            Over since <Time at={shown.endedAt} />, by{' '}
            {endedByName ?? (status === 'replaced' ? 'another agreement' : 'the other side')}
            {endedReason === null ? '. ' : `: ${withFullStop(endedReason)} `}
          </>
        ) : null}
        Next: <Next {...{ grants, shown, step }} />
      </Alert>
      {accepts && !isDone && may(visit, 'accept_agreement') ? <Accept {...{ shown, visit }} /> : null}
      {step === 'second' && isDone ? (
        <ForTheOther
          visit={visit}
          what={`I accepted the agreement with the gateway of ${shown.name} (${shown.ori})`}
          address={agreementAddress(id)}
          press="Accept"
        />
      ) : null}
      <div class="acts">
        {shown.file === null || step === 'over' ? null : (
          <a class="usa-button usa-button--outline" href={`${agreementAddress(id)}/file`}>
            Download the file
          </a>
        )}
        {step === 'grant' && may(visit, 'propose_agreement') ? (
          <a
            class="usa-button usa-button--outline"
            href={`${AGREEMENTS_AT}/propose?replaces=${encodeURIComponent(id)}`}
          >
            Change it
          </a>
        ) : null}
        {step !== 'over' && may(visit, 'end_agreement') ? (
          <a class="usa-button usa-button--secondary" href={`${agreementAddress(id)}/end`}>
            {status === 'proposed' ? 'Reject' : 'End'}
          </a>
        ) : null}
      </div>
    </>
  );
}

interface NextProps extends Pick<StepsProps, 'grants' | 'shown'> {
  readonly step: NextStep;
}

function Next({ grants, shown: { file, id, name, ori }, step }: NextProps) {
  switch (step) {
    case 'first':
      return (
        <>call {name} and compare the fingerprints below; then accept, and so does another administrator.</>
      );
    case 'second':
      return (
        <>{whoMay('accept_agreement')} who is another person compares the fingerprints, and accepts too.</>
      );
    case 'send':
      return (
        <>
          download the file and send it to {name}. Two persons there accept it.{' '}
          {file?.client === null ? (
            <>
              The file names no client of ours, so ask your engineer for the credentials for their gateway
              first, or <a href={`${AGREEMENTS_AT}/take`}>take in the file</a> that they send back.
            </>
          ) : (
            'Then it comes into force here by itself; look again in a minute.'
          )}
        </>
      );
    case 'told':
      return (
        <>
          two persons of {name} accept it; their gateway has it already. Then it comes into force here by
          itself.
        </>
      );
    case 'grant':
      return grants.inForce > 0 ? (
        <>
          nothing: a grant under it lets {name} ask. Whether the way is open,{' '}
          <a href="/console/peers">a test</a> shows.
        </>
      ) : (
        <>
          <a href={`${proposeAddress(ori)}&under=${encodeURIComponent(id)}`}>propose a grant under it</a>, so
          that {name} may ask here, and <a href="/console/peers">test the way</a> to its gateway.
        </>
      );
    case 'over':
      return (
        <>
          if you still need one,{' '}
          <a href={`${AGREEMENTS_AT}/propose?partner=${encodeURIComponent(ori)}`}>
            propose another agreement
          </a>
          .
        </>
      );
  }
}

function Accept({ shown, visit: { form, problem } }: Omit<StepsProps, 'grants'>) {
  const { faults } = problem?.members ?? {};
  return (
    <>
      <h2>Compare by phone</h2>
      <p>
        Call {shown.name} by a number that you know, not by one that came with the file. Each side reads out
        what its own page shows: “our” log there is the other one here.{' '}
        {shown.notes.some(({ side }) => side === 'theirs')
          ? null
          : 'Before it has your file, it reads out the key of its own log, which stands below its list of agreements; it compares the others when it accepts. '}
        Accepting registers the issuer and the client of the other side, which wait in the inbox as well.
      </p>
      <Facts of={fingerprintRows(shown).map(([what, print]) => [what, <code>{print}</code>] as const)} />
      <ActForm form={form}>
        <Checkbox
          name="compared"
          value="yes"
          label={`I have compared the fingerprints by phone with ${shown.name}`}
          error={faults instanceof Map ? faults.get('compared') : undefined}
        />
        <button type="submit" name="act" value="accept" class="usa-button">
          Accept
        </button>
      </ActForm>
    </>
  );
}
