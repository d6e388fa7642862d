import { stableId } from '../hosted-repository.ts';
import type { AccountRecord } from '../records.ts';
import type { PartialSchema } from './partial-schema.ts';

/** Where the double stands: `http://127.0.0.1:<port>`. It is both API and git host. */
export type HostAddress = string;

const paths = {
  events_url: '/events{/privacy}',
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  organizations_url: '/orgs',
  received_events_url: '/received_events',
  repos_url: '/repos',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
} as const;

/** Who stands for accounts that no longer exist, where an account is required. */
export const ghost: AccountRecord = { login: 'ghost', type: 'User' };

/** null for an account that no longer exists. */
export function accountShape(
  account: AccountRecord | undefined,
  host: HostAddress,
): PartialSchema<'simple-user'> | null {
  if (account === undefined) return null;
  const { login, type = 'User' } = account;
  const id = stableId(`account ${login}`);
  const name = encodeURIComponent(login);
  const url = `${host}/users/${name}`;
  return {
    login,
    id,
    node_id: `U_${id}`,
    type,
    url,
    site_admin: false,
    avatar_url: `${host}/avatars/${id}`,
    gravatar_id: '',
    html_url: `https://github.com/${name}`,
    ...accountUrls(url),
  };
}

function accountUrls(url: string): Record<keyof typeof paths, string> {
  const entries = Object.entries(paths).map(([name, path]) => [name, `${url}${path}`]);
  return Object.fromEntries(entries) as Record<keyof typeof paths, string>;
}
