import { createHash } from 'node:crypto';

/** An app of GitHub's, which asks in the name of its installations. */
export interface GitHubAppCredential {
  readonly appId: string;
  /** PEM. Secret. */
  readonly privateKey: string;
  /** Empty: all of them, asked once. */
  readonly installationIds: readonly number[];
}

/** What requests are sent with. */
export interface Credential {
  /** Names it in rows and messages; the token cannot be had from it. */
  readonly fingerprint: string;
  /** null: none, and GitHub counts by address. */
  readonly auth:
    | null
    | { readonly kind: 'token'; readonly token: string }
    | {
        readonly kind: 'installation';
        readonly appId: string;
        readonly privateKey: string;
        readonly installationId: number;
      };
}

export const anonymous: Credential = { fingerprint: 'anonymous', auth: null };

/** Fingerprint: 16 hexadecimal digits of the SHA-256. */
export function tokenCredential(token: string): Credential {
  const digest = createHash('sha256').update(token).digest('hex');
  return { fingerprint: `token:${digest.slice(0, 16)}`, auth: { kind: 'token', token } };
}

/** An installation keeps its fingerprint while its tokens change every hour. */
export function installationCredential(
  { appId, privateKey }: GitHubAppCredential,
  installationId: number,
): Credential {
  return {
    fingerprint: `app:${appId}/${installationId}`,
    auth: { kind: 'installation', appId, privateKey, installationId },
  };
}
