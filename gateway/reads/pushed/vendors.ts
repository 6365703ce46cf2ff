/** The vendors whose payloads are understood, each with its function. */
import { readAxis } from './axis.ts';
import { readGenetecAutovu } from './genetec-autovu.ts';
import { readOnvif } from './onvif.ts';
import { readPlateRecognizer } from './plate-recognizer.ts';
import type { ReadPayload } from './pushed-read.ts';
import { readRekorScout } from './rekor-scout.ts';
import { readVerkada } from './verkada.ts';

export const VENDORS = {
  rekor_scout: readRekorScout,
  plate_recognizer: readPlateRecognizer,
  genetec_autovu: readGenetecAutovu,
  axis: readAxis,
  verkada: readVerkada,
  onvif: readOnvif,
} as const satisfies Readonly<Record<string, ReadPayload>>;

export type Vendor = keyof typeof VENDORS;

export const VENDOR_NAMES = Object.keys(VENDORS) as readonly Vendor[];
