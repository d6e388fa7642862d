import type { ItemAuthor } from '@evoline/contract/mine';
import { agentSigns, isAgentAccount } from './agent-signs.ts';
import type { Authorship } from './authorship.ts';
import { botSign } from './bot-signs.ts';

const maxEvidence = 5;

/**
 * Who wrote a pull request: an agent where an account, a branch or a description says so, `mixed` where a
 * person's commits name one as a helper, a bot by its own signs, else a person.
 */
export function authorOf(of: Authorship): ItemAuthor {
  const { wrote, helped } = agentSigns(of);
  const bot = isAgentAccount(of.login) ? null : botSign(of);
  if (bot !== null && wrote.length === 0) return { kind: 'bot', evidence: [bot] };
  const evidence = [...wrote, ...helped].slice(0, maxEvidence);
  if (wrote.length > 0) return { kind: 'agent', evidence };
  return { kind: helped.length > 0 ? 'mixed' : 'human', evidence };
}
