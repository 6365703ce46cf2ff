/** Sends the alert of one read to every enabled subscription, as the vendor does when a hot list finds it. */
import { networkName, type SimulatedRead } from './simulated-read.ts';
import type { SimulatedVendor, Subscription } from './simulated-vendor.ts';

export interface SentAlert {
  readonly callbackUrl: string;
  /** 0 where nobody answers there. */
  readonly status: number;
  readonly body: string;
}

/** What a test may change in an alert, to send one that the gateway must not believe. */
export interface AlertChanges {
  /** Members of the body to replace. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Headers to send in place of the subscription's credential. */
  readonly headers?: Readonly<Record<string, string>>;
}

export async function sendAlert(
  vendor: SimulatedVendor,
  read: SimulatedRead,
  changes: AlertChanges = {},
): Promise<SentAlert[]> {
  const body = JSON.stringify({ ...alertOf(vendor, read), ...changes.body });
  const to = [...vendor.subscriptions.values()].filter((one) => one.enabled);
  return Promise.all(
    to.map(async (subscription) => {
      const { callbackUrl } = subscription;
      const headers = {
        'content-type': 'application/json',
        ...(changes.headers ?? credentialOf(subscription)),
      };
      const response = await fetch(callbackUrl, { method: 'POST', headers, body }).catch(() => null);
      return { callbackUrl, status: response?.status ?? 0, body: (await response?.text()) ?? '' };
    }),
  );
}

/** The alert's body: the read, and the hot lists whose entry it matched. */
function alertOf(vendor: SimulatedVendor, read: SimulatedRead): Record<string, unknown> {
  const plate = read.plate.replaceAll('O', '0');
  const sources = [...vendor.hotLists.values()].flatMap((list) =>
    list.entries
      .filter((entry) => entry.plate === plate && (entry.state === undefined || entry.state === read.state))
      .filter((entry) => entry.expiry === undefined || new Date(entry.expiry) > new Date())
      .map(({ reason, caseNumber }) => ({
        name: list.name,
        reason,
        caseNumber,
        customHotlistAudience: 'organization',
      })),
  );
  return {
    deviceLat: read.latitude,
    deviceLong: read.longitude,
    deviceName: read.deviceName,
    deviceExternalId: read.device,
    networkName: networkName(read.network),
    networkExternalId: read.network,
    objectId: read.id,
    eventTime: read.capturedAt.toISOString(),
    imageUrl: `https://images.flocksafety.example/${read.id}`,
    imageExpiration: new Date(read.capturedAt.getTime() + 3_600_000).toISOString(),
    detailsUrl: `https://hotlist.flocksafety.example/alert/${read.id}`,
    ocr: {
      label: read.plate,
      labelConfidence: read.confidence,
      state: read.state,
      stateConfidence: read.confidence,
    },
    sources,
  };
}

/** The vendor signs nothing: a subscription's secret goes along in a header. */
function credentialOf({ credentials }: Subscription): Record<string, string> {
  if (credentials.apiKey !== undefined) return { [credentials.apiKey.headerName]: credentials.apiKey.key };
  if (credentials.basic === undefined) return {};
  const { username, password, headerName } = credentials.basic;
  return { [headerName]: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}
