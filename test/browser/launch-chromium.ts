import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import packagedChromium from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** No background traffic: a closed network refuses it, many connections at a time. */
const quietArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser: `CHROMIUM`, else the one installed, else the build that an npm package carries. */
export async function launchChromium(): Promise<Browser> {
  const installed = process.env['CHROMIUM'] ?? programs.map(onPath).find((path) => path !== null);
  if (installed) return launch(installed, quietArguments);
  const executablePath = await packagedChromium.executablePath();
  return launch(executablePath, [...packagedChromium.args, ...quietArguments]);
}

function launch(executablePath: string, args: string[]): Promise<Browser> {
  return chromium.launch({ executablePath, args, headless: true, chromiumSandbox: false });
}

function onPath(program: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return null;
}
