/**
 * The name under which engines serve a policy: `policy@` and the first 16 digits of its weights
 * digest. A name means one set of weights for ever; publishing adds names and never replaces one.
 */
export function servedNameOf(weightsDigest: string): string {
  return `policy@${weightsDigest.slice(0, 16)}`;
}
