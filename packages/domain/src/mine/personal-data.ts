/** What is glued to a placeholder stays as it is, so that nothing is found the second time. */
const afterPlaceholder = '(?<!<(?:email|ip|phone)>)';
const beforePlaceholder = '(?!<(?:email|ip|phone)>)';
const apart = (pattern: string, flags: string) =>
  new RegExp(`${afterPlaceholder}${pattern}${beforePlaceholder}`, flags);

/** `git@host` is the address of a server. */
const email = apart(
  String.raw`(?<![\w.+%-])(?!(?:git|hg|svn|ssh)@)[a-z0-9][\w.+%-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.){1,5}[a-z]{2,24}(?![\w(-])`,
  'gi',
);
/** Names that RFC 2606 sets aside, and addresses that nobody reads. */
const nobody =
  /@(?:[\w-]+\.)*example\.(?:com|net|org)$|\.(?:example|test|invalid|localhost)$|^(?:no-?reply|donotreply)@/i;

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const ipv4 = apart(String.raw`(?<![\w.@/=<>~^-])${octet}(?:\.${octet}){3}(?![\w.-])`, 'g');
/** Private, loopback, link-local, documentation, broadcast: nobody's. RFC 1918, 5735, 5737. */
const nobodysIpv4 =
  /^(?:0\.|10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.(?:168|0\.[02])\.|198\.51\.100\.|203\.0\.113\.|2(?:2[4-9]|[3-5]\d)\.)|^(?:1\.1\.1\.1|8\.8\.(?:8\.8|4\.4))$/;
/** A number in four parts is a version where the text says so. */
const versionBefore = /(?:\bv|version|release|build|==?|>|<|~|\^)\s*$/i;

/** Four small numbers are a version far more often than an address. */
function hasSmallParts(address: string): boolean {
  return address.split('.').every((part) => Number(part) < 32);
}

/** Eight groups, or fewer with `::` after two of them. */
const ipv6 = apart(
  String.raw`(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){2,6}:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})(?![\w:.])`,
  'gi',
);
const nobodysIpv6 = /^(?:fe80|f[cd]|2001:0?db8|0{1,4}:)/i;

/** `+49 170 1234567`, `+1 (555) 010-4477`, `(555) 867-5309`, `555-867-5309`. */
const phone = apart(
  String.raw`(?<![\w.+#/:-])(?:\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,8}){1,4}|\([2-9]\d{2}\) ?[2-9]\d{2}-\d{4}|[2-9]\d{2}-[2-9]\d{2}-\d{4})(?![\w-]|\.\d)`,
  'g',
);
const phoneDigits = { least: 9, most: 15 } as const;

/**
 * A text with typed placeholders `<email>`, `<ip>` and `<phone>` in place of personal data. Addresses that
 * belong to nobody stay, and so do version numbers. Done twice it is the same as once.
 */
export function withoutPersonalData(text: string): string {
  let clean = text;
  if (text.includes('@')) {
    clean = clean.replace(email, (found) => (nobody.test(found) ? found : '<email>'));
  }
  clean = clean.replace(ipv4, (found, at: number) => {
    const before = clean.slice(Math.max(0, at - 12), at);
    const isNobodys = nobodysIpv4.test(found) || versionBefore.test(before) || hasSmallParts(found);
    return isNobodys ? found : '<ip>';
  });
  clean = clean.replace(ipv6, (found) => (nobodysIpv6.test(found) ? found : '<ip>'));
  return clean.replace(phone, (found) => {
    const digits = found.replace(/\D/g, '').length;
    return digits >= phoneDigits.least && digits <= phoneDigits.most ? '<phone>' : found;
  });
}
