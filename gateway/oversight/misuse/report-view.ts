/** Tells the commands the shape and address of a misuse report, and who acts on one. */
import type { Acting } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextCommand } from '../../cli/next-command.ts';
import type { ShownReport } from './misuse.schema.ts';

export type ReportView = ShownReport;

export const AS_CHIEF: Acting = { otherwise: 'chief' };

export const pathOfReport = (id: string) => `/v1/misuse-reports/${encodeURIComponent(id)}`;

/** Adds next steps to an error: people type ids from a list, and examples shorten them. */
export const stepsForReport = (id: string, as?: string) =>
  nextStep({
    404: `give the whole id (36 characters), see: ${nextCommand('report misuse list --state waiting', as)}`,
    409: `see how it stands: ${nextCommand(`report misuse show ${id}`, as)}`,
  });
