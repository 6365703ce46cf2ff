/** Says who may answer for a records office: nobody confirms a statement of their own (CJISSECPOL AC-5). */
import type { Officer, Subject } from '../terms/asker.ts';
import { foldOfficerId } from '../terms/officer-id.ts';

/** True of a system that proves its key, and of a person who signed in with a second factor (CJISSECPOL IA-2). */
export function isProven({ kind, mfa, senderConstrained }: Subject): boolean {
  return kind === 'person' ? mfa : senderConstrained;
}

/** Names who asked: the client, the person who signed in, and the officer whom a system named. */
export interface WhoAsked extends Pick<Subject, 'clientId' | 'issuer' | 'personId'> {
  readonly onBehalfOf?: Pick<Officer, 'id'>;
}

/** Names who answers, with the id that their agency has for a person, where one does. */
export interface WhoAnswers extends Pick<Subject, 'clientId' | 'issuer' | 'personId'> {
  readonly employeeId: string | null;
}

export function mayAnswer(asked: WhoAsked, answers: WhoAnswers): boolean {
  if (asked.issuer === answers.issuer && asked.clientId === answers.clientId) return false;
  if (answers.personId === null) return true;
  if (asked.personId === answers.personId) return false;
  return (
    asked.onBehalfOf === undefined ||
    answers.employeeId === null ||
    foldOfficerId(asked.onBehalfOf.id) !== foldOfficerId(answers.employeeId)
  );
}
