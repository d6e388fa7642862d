import type { Authorship } from './authorship.ts';

/** Signs of coding agents: those that show who opened it, and those that show a part in it. */
export interface AgentSigns {
  /** An agent wrote it. */
  readonly wrote: readonly string[];
  /** An agent took part in what a person wrote. */
  readonly helped: readonly string[];
}

const accounts =
  /^(?:copilot(?:-swe-agent)?|swe-agent|devin-ai-integration|claude|cursoragent|cursor-agent|chatgpt-codex-connector|codex|google-labs-jules|jules|sweep-ai|openhands-agent|codegen-sh|codeflash-ai|amazon-q-developer|gemini-code-assist|factory-droid|kiro-agent|blackboxai-agent)(?:\[bot\])?$/i;

/** Tools by the names that they sign with. */
const tools =
  'Claude(?: Code)?|(?:GitHub )?Copilot(?: Coding Agent| CLI)?|(?:OpenAI )?Codex(?: CLI)?|ChatGPT|Cursor(?: Agent)?|Devin(?: AI)?|Jules|Sweep|OpenHands|Aider|Windsurf|Cascade|Gemini(?: CLI| Code Assist)?|Amp|Cline|Roo Code|Codegen|Factory Droid|Junie|Kiro|Amazon Q(?: Developer)?|Warp|opencode|Crush|Replit Agent|v0';
const branches =
  /^(?:codex|copilot|claude|cursor|devin|jules|sweep|openhands|aider|windsurf|amp|cline|codegen-bot|gemini|factory|junie|kiro|opencode|droid)\//i;
/** The first of these tools opened pull requests in March 2024; older branches mean something else. */
const firstAgents = '2024-03-01';

const footers = [
  new RegExp(
    String.raw`(?:🤖|\u2728)\s*(?:Generated|Created|Made|Written) (?:with|by|using) \[?(?:${tools})\b`,
    'iu',
  ),
  new RegExp(
    String.raw`^\W*(?:This (?:pull request|PR) was )?(?:automatically )?(?:generated|created|authored|opened|written) (?:with|by|using|via) \[?(?:${tools})\b`,
    'imu',
  ),
  /^\s*(?:>\s*)?Link to Devin (?:run|session)|app\.devin\.ai\/sessions\/|chatgpt\.com\/codex\/tasks\/|cursor\.com\/(?:background-agent|agents)\b|jules\.google\.com\/task|ampcode\.com\/threads|claude\.ai\/code\/session/im,
];
const trailer = new RegExp(
  String.raw`^(?:Co-authored-by|Assisted-by|Generated-by|Co-developed-by):\s*(?<name>(?:${tools})(?:[ \w.()-]{0,40})?)\s*(?:<(?<email>[^>\n]*)>)?\s*$`,
  'gimu',
);
/** Names that no person bears: of a product, or with a model or a version. */
const unmistakable =
  /^(?:Claude (?:Code|Opus|Sonnet|Haiku|\d)|(?:GitHub )?Copilot|ChatGPT|(?:OpenAI )?Codex|Cursor|Devin AI|Gemini (?:CLI|Code|\d)|OpenHands|Windsurf|Amazon Q|opencode)\b/i;
/** A person may be called Claude or Devin: there the address has to be the tool's. */
const toolAddresses =
  /@(?:anthropic\.com|openai\.com|cursor\.(?:com|sh)|devin\.ai|cognition(?:-labs)?\.(?:ai|com)|all-hands\.dev|aider\.chat|windsurf\.com|codeium\.com|ampcode\.com|opencode\.ai|charm\.(?:land|sh))$|^(?:github-)?copilot@github\.com$|^(?:\d+\+)?(?:copilot|devin-ai-integration(?:\[bot\])?|cursoragent|google-labs-jules(?:\[bot\])?|gemini-code-assist(?:\[bot\])?|claude(?:\[bot\])?|openhands-agent|sweep-ai(?:\[bot\])?|codex|chatgpt-codex-connector(?:\[bot\])?)@users\.noreply\.github\.com$/i;

export function isAgentAccount(login: string): boolean {
  return accounts.test(login);
}

/**
 * Signs that a coding agent wrote a pull request or took part: accounts, branch prefixes, footers of the
 * description, trailers of commits. Bots of 2024's filters do not tell them (AIDev, arXiv 2507.15003).
 */
export function agentSigns(of: Authorship): AgentSigns {
  const wrote: string[] = [];
  if (isAgentAccount(of.login)) wrote.push(`the account of a coding agent, ${of.login}`);
  const folder = branches.exec(of.branch)?.[0];
  if (folder !== undefined && (of.mergedAt ?? '') >= firstAgents)
    wrote.push(`the branch ${folder}`);
  if (footers.some((footer) => footer.test(of.body))) wrote.push('a footer of the description');
  const helped = new Set<string>();
  for (const text of [of.body, ...of.messages]) {
    for (const { groups } of text.matchAll(trailer)) {
      const { name = '', email = '' } = groups ?? {};
      if (unmistakable.test(name) || toolAddresses.test(email))
        helped.add(`a trailer that names ${name.trim()}`);
    }
    if (footers[0]?.test(text) === true) helped.add('a footer of a commit');
  }
  return { wrote, helped: [...helped] };
}
