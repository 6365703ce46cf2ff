/** Signs a person in at the issuer: by a browser here (RFC 8252, PKCE), or on another device (RFC 8628). */
import * as openid from 'openid-client';
import { awaitRedirect } from './await-redirect.ts';
import { discover, explain } from './http-client.ts';
import type { KeptSignIn } from './kept-sign-ins.ts';
import { tokensOf } from './person-client.ts';
import { exportProofKey } from './proof-key.ts';

/** Members of the clients' file, and the function that shows the person what to do. */
export interface SignInRequest {
  readonly gateway: string;
  readonly issuer: string;
  readonly resource: string;
  /** A public client of the issuer, registered at the gateway for the owner's agency. */
  readonly clientId: string;
  /** True to type a code on another device, instead of a browser on this machine. */
  readonly device: boolean;
  /** Tells where to sign in and, with `code`, which code to compare or type there. */
  readonly show: (address: string, code: string | null) => void | Promise<void>;
}

type Granted = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;

interface Flow {
  readonly config: openid.Configuration;
  readonly DPoP: openid.DPoPHandle;
  readonly asked: Readonly<Record<string, string>>;
}

/**
 * Always makes a new sign-in, whatever session the browser has: granting a right takes a recent one.
 * @throws NoAnswer saying what the issuer refused
 */
export async function obtainSignIn(request: SignInRequest): Promise<KeptSignIn> {
  const { clientId, gateway, issuer, resource } = request;
  const config = await discover(request, openid.None(), gateway);
  const keys = await openid.randomDPoPKeyPair('ES256', { extractable: true });
  const DPoP = openid.getDPoPHandle(config, keys);
  const offline = config.serverMetadata().scopes_supported?.includes('offline_access')
    ? ' offline_access'
    : '';
  const scope = `openid alpr.admin${offline}`;
  const flow: Flow = { config, DPoP, asked: { scope, resource, prompt: 'login' } };
  const granted = await (request.device ? byDevice : byRedirect)(flow, request).catch(
    explain(`no sign-in at ${issuer}`),
  );
  const claims = granted.claims();
  if (claims === undefined) throw new Error(`${issuer} gave no ID token: allow the client the scope openid`);
  const { auth_time: authTime } = claims;
  return {
    ...{ name: claims.sub, issuer, clientId, resource, scope },
    ori: oriOf(granted.access_token),
    signedInAt: typeof authTime === 'number' ? authTime * 1000 : Date.now(),
    ...tokensOf(granted, null),
    proofKey: await exportProofKey(keys),
  };
}

async function byRedirect(
  { DPoP, asked, config }: Flow,
  { resource, show }: SignInRequest,
): Promise<Granted> {
  const [state, verifier] = [openid.randomState(), openid.randomPKCECodeVerifier()];
  const redirect = await awaitRedirect(state);
  try {
    const address = openid.buildAuthorizationUrl(config, {
      ...asked,
      ...{ redirect_uri: redirect.uri, state, code_challenge_method: 'S256' },
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    });
    const [answered] = await Promise.all([redirect.answered, show(address.href, null)]);
    const checks = { expectedState: state, pkceCodeVerifier: verifier, idTokenExpected: true };
    return await openid.authorizationCodeGrant(config, answered, checks, { resource }, { DPoP });
  } finally {
    redirect.close();
  }
}

async function byDevice(
  { DPoP, asked, config }: Flow,
  { issuer, resource, show }: SignInRequest,
): Promise<Granted> {
  if (config.serverMetadata().device_authorization_endpoint === undefined) {
    throw new Error(`${issuer} has no device authorization: leave --device out`);
  }
  const device = await openid.initiateDeviceAuthorization(config, { ...asked });
  await show(device.verification_uri_complete ?? device.verification_uri, device.user_code);
  return openid.pollDeviceAuthorizationGrant(config, device, { resource }, { DPoP });
}

/** Reads the claim that every token for the gateway has; it must only be shown or sent, never relied on. */
function oriOf(accessToken: string): string {
  try {
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims.ori === 'string' ? claims.ori : '';
  } catch {
    return '';
  }
}
