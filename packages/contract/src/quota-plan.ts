/** What a mining run is going to ask of GitHub, before it starts. */
export interface QuotaPlan {
  /** For people, one sentence each; empty where no quota is touched. */
  readonly lines: readonly string[];
}
