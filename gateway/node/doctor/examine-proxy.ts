/** Looks at the way from PUBLIC_URL to this node: whether it leads here, and what the proxy on it does. */
import { trustedProxies } from '../../http/trusted-proxies.ts';
import type { Config } from '../../settings/config.ts';
import { examine, type Finding, unchecked } from './finding.ts';
import { type Arrived, openStandIn, type StandIn } from './stand-in.ts';

/** An address of nobody (RFC 5737), as a stranger might write it. */
const STRANGER = '203.0.113.7';
const PLANTED = 'planted-by-doctor';
const LONGEST = 5_000;
const SAMPLE = 'deploy/nginx/alpr.conf does it';

type Settings = Pick<Config, 'host' | 'port' | 'publicUrl' | 'trustedProxies' | 'clientCertificateHeader'>;

export async function examineProxy(settings: Settings): Promise<Finding[]> {
  const { host, port } = settings;
  const standIn = port === 0 ? null : await openStandIn(host, port);
  if (standIn === null) return [await lookFromOutside(settings), ...notSeen(settings)];
  try {
    return await lookFromInside(standIn, settings);
  } finally {
    standIn.close();
  }
}

/** A node runs: it is asked as anybody may ask. */
async function lookFromOutside({ publicUrl }: Settings): Promise<Finding> {
  return examine('public-address', `let PUBLIC_URL lead to the node's HOST and PORT`, async () => {
    const signal = AbortSignal.timeout(LONGEST);
    const response = await fetch(`${publicUrl}/readyz`, { redirect: 'manual', signal }).catch(
      told(publicUrl),
    );
    const body = (await response.json().catch(() => ({}))) as { status?: string; failing?: string[] };
    if (body.status === 'ready') return `a node answers at ${publicUrl}, and is ready`;
    if (body.status === undefined) throw new Error(`the server at ${publicUrl} is not a gateway`);
    throw new Error(
      `the node at ${publicUrl} is not ready: it lacks ${body.failing?.join(', ')}; next: see its diagnostics`,
    );
  });
}

function notSeen(settings: Settings): Finding[] {
  const next = 'stop this node for a moment (others go on), and run this again: it then stands in its place';
  const says = 'a node has the port: what the proxy in front does can be seen only in its place';
  return partsOf(settings).map((check) => ({ check, ...unchecked(says, next) }));
}

const partsOf = ({ clientCertificateHeader: header }: Settings) => [
  'proxy-addresses',
  'proxy-buffering',
  ...(header === null ? [] : ['proxy-certificate']),
];

async function lookFromInside(standIn: StandIn, settings: Settings): Promise<Finding[]> {
  const { clientCertificateHeader: header, publicUrl } = settings;
  let arrived: Arrived | null = null;
  const address = await examine(
    'public-address',
    'let PUBLIC_URL lead to HOST and PORT of this node',
    async () => {
      const planted = { 'X-Forwarded-For': STRANGER, ...(header === null ? {} : { [header]: PLANTED }) };
      arrived = await standIn.ask(publicUrl, planted).catch(told(publicUrl));
      if (arrived === null)
        throw new Error(`${publicUrl} does not lead to this node: something else answers`);
      return `${publicUrl} leads to this node`;
    },
  );
  if (arrived === null) return [address];
  if (isOwnPort(settings)) {
    return [address, { check: 'proxy-addresses', state: 'holds', says: 'no proxy is in front of this node' }];
  }
  const seen: Arrived = arrived;
  return [
    address,
    await examine('proxy-addresses', SAMPLE, async () => lookAtAddresses(seen, settings)),
    await examine(
      'proxy-buffering',
      `switch its buffering off (\`proxy_buffering off\` in nginx; ${SAMPLE}): what it keeps is sent after a revocation`,
      async () => {
        if (!seen.atOnce)
          throw new Error('the proxy in front keeps the beginning of an answer until its end');
        return 'the proxy in front passes on each piece of an answer at once';
      },
    ),
    ...(header === null
      ? []
      : [
          await examine(
            'proxy-certificate',
            `let it set \`${header}\` itself, or remove it, whatever came from outside (${SAMPLE})`,
            async () => {
              if (seen.headers[header.toLowerCase()] === PLANTED)
                throw new Error(`the proxy in front passes on \`${header}\` as a stranger has written it`);
              return `the proxy in front takes \`${header}\` from nobody`;
            },
          ),
        ]),
  ];
}

async function lookAtAddresses({ from = '', headers }: Arrived, settings: Settings): Promise<string> {
  const plain = from.replace(/^::ffff:/, '');
  if (!trustedProxies(settings.trustedProxies)(from)) {
    throw new Error(
      `requests come from ${plain}, which TRUSTED_PROXIES does not name: all who come that way are counted as one; ` +
        `next: add ${plain} to TRUSTED_PROXIES`,
    );
  }
  const forwarded = String(headers['x-forwarded-for'] ?? '');
  const last = forwarded.split(',').at(-1)?.trim();
  if (last === '' || last === STRANGER) {
    throw new Error(
      'the proxy in front does not say in `X-Forwarded-For` who asks it; next: let it set that header ' +
        `(\`proxy_set_header X-Forwarded-For $remote_addr\` in nginx; ${SAMPLE})`,
    );
  }
  return `the proxy at ${plain} is trusted, and says who asks it`;
}

/** True if nothing can stand in between. */
function isOwnPort({ host, port, publicUrl }: Settings): boolean {
  const url = new URL(publicUrl);
  return url.protocol === 'http:' && url.hostname === host && Number(url.port || 80) === port;
}

/** Makes a handler for `catch`: says why nobody was reached. */
function told(url: string) {
  return (error: unknown): never => {
    const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
    throw new Error(`nobody is reached at ${url} (${cause?.code ?? cause?.message ?? message})`);
  };
}
