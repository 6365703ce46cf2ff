/** The state of the databases for the owner's people: servers that hold the log, and the lag of the reads. */
import type { Durability } from '../../database/durability.ts';
import { Alert } from '../layout/alert.tsx';

/** Shows nothing if a second server holds every commit. */
export function SecondServer({ commits }: { readonly commits: Durability }) {
  if (commits === 'held') return null;
  const guide = <a href="/docs/database">what a second server is for</a>;
  if (commits === 'alone') {
    return (
      <p>
        One database server alone holds the log. If it is lost, so are the entries and revocations since the
        last backup. Next: {guide}.
      </p>
    );
  }
  return (
    <Alert kind="warning" heading="A standby may lack the newest revocations">
      A second database server follows the first, but commits do not wait for it. If it takes over, the newest
      entries and revocations may be lost. Next: tell the operator; the guide says {guide}.
    </Alert>
  );
}

/** Tells how far the standby is behind that the reads come from; null: they come from no standby. */
export function ReadsLag({ seconds }: { readonly seconds: number | null }) {
  if (seconds === null) return null;
  return <p>Reads come from a standby, which is {seconds} s behind: newer reads are not found yet.</p>;
}
