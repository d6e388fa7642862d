import { stableId } from '../hosted-repository.ts';
import type { AccountRecord } from '../records.ts';

/** An actor; null for an account that is gone. Bots have no "[bot]" in their login here, unlike in REST. */
export function actorNode(account: AccountRecord | undefined): object | null {
  if (account === undefined) return null;
  const login = account.login.replace(/\[bot\]$/, '');
  const id = stableId(`account ${account.login}`);
  return {
    __typename: account.type ?? 'User',
    id: `U_${id}`,
    databaseId: id,
    login,
    url: `https://github.com/${login}`,
    resourcePath: `/${login}`,
  };
}
