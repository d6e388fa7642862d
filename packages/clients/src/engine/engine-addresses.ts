import { EvolineFailure } from '@evoline/contract/failures';

/**
 * Reads `ENGINE_URL`: one address, whose engine is called `default`, or `name=address` pairs
 * separated by commas.
 *
 * @returns addresses by engine name, in the order given
 * @throws EvolineFailure input_invalid naming the part at fault
 */
export function parseEngineAddresses(text: string): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const named = /^([A-Za-z0-9][\w.-]*)=(.*)$/.exec(part);
    const [name, address] = named ? [named[1] ?? '', named[2] ?? ''] : ['default', part];
    if (addresses.has(name)) throw invalid(part, `engine ${name} is given twice`);
    if (!isHttp(address)) throw invalid(part, 'expected an http:// or https:// address');
    addresses.set(name, address.replace(/\/+$/, ''));
  }
  return addresses;
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

function invalid(part: string, reason: string): EvolineFailure {
  return new EvolineFailure('input_invalid', `ENGINE_URL: ${JSON.stringify(part)}: ${reason}`);
}
