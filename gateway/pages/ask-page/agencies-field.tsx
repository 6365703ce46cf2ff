/** Asks at which agencies a question is asked: what each keeps and gives; one that cannot be asked now says why. */
import { APPROVED_CODES, findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { Peer } from '../../network/agreements/peers-store.ts';
import { type Box, CheckboxGroup } from '../layout/checkbox-group.tsx';
import { stopInWords } from './outcome-words.ts';

export interface OwnAgency {
  readonly ori: string;
  readonly name: string;
  readonly retentionDays: number;
}

interface AgenciesFieldProps {
  readonly own: OwnAgency;
  readonly peers: readonly Peer[];
  readonly chosen: readonly string[];
  readonly error: string | undefined;
}

export function AgenciesField({ chosen, error, own, peers }: AgenciesFieldProps) {
  return (
    <CheckboxGroup
      name="at"
      legend="Ask which agencies"
      hint="Each one judges the question by its own rules, and each counts as a query of yours. Our rules come first: what they refuse does not leave."
      error={error}
      choices={[
        {
          value: own.ori,
          name: `Our own reads (${own.name}, ${own.ori})`,
          hint: `Reads are kept for ${own.retentionDays} days.`,
        },
        ...peers.map(boxOf),
      ]}
      chosen={chosen}
    />
  );
}

function boxOf({ gives, name, ori, stoppedFor }: Peer): Box {
  const box = { value: ori, name: `${name} (${ori})` };
  if (stoppedFor !== null) return { ...box, isDisabled: true, hint: stopInWords(stoppedFor) };
  if (gives === null)
    return { ...box, isDisabled: true, hint: 'The agreement says that it gives us nothing.' };
  const { lookBackDays, purposes, retentionDays } = gives;
  const forAll = APPROVED_CODES.every((code) => (purposes as readonly string[]).includes(code));
  const titles = purposes.map((code) => `“${findPurpose(code)?.title ?? code}”`).join(', ');
  return {
    ...box,
    hint: `It keeps reads for ${retentionDays} days, and gives those of the last ${lookBackDays}, for ${forAll ? 'every approved purpose' : titles}.`,
  };
}
