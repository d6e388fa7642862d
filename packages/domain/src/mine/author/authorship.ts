/** What is known about who wrote a pull request. Empty strings where nothing is known. */
export interface Authorship {
  readonly login: string;
  /** true when GitHub says that the account is of type Bot. */
  readonly isBotAccount: boolean;
  readonly title: string;
  readonly body: string;
  /** Name of the head branch. */
  readonly branch: string;
  readonly mergedAt: string | null;
  /** Of its own commits and of what landed; empty until git has been asked. */
  readonly messages: readonly string[];
}
