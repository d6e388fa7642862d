import type { AccountRecord } from '../records.ts';
import { accountShape, type HostAddress } from './account-shape.ts';
import type { PartialSchema } from './partial-schema.ts';

/** `GET /users/{username}`: an account with what the double knows of nobody. */
export function ownerShape(
  account: AccountRecord,
  repositories: number,
  host: HostAddress,
): PartialSchema<'public-user'> {
  const { type = 'User' } = account;
  const unknown = {
    name: null,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
  };
  const since = '2008-01-01T00:00:00Z';
  return {
    ...accountShape(account, host),
    ...unknown,
    type,
    public_repos: repositories,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: since,
    updated_at: since,
  };
}
