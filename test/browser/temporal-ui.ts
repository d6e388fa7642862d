import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFolder } from '@evoline/infra/paths';
import type { StackAddresses } from '@evoline/infra/stack-options';
import type { Browser, Locator, Page } from 'playwright-core';

const pictures = join(generatedFolder, 'test-browser');

/** The Temporal UI as a person uses it; nothing here goes past the page. */
export class TemporalUi {
  readonly #page: Page;
  readonly #base: string;

  private constructor(page: Page, base: string) {
    this.#page = page;
    this.#base = base;
  }

  static async open(browser: Browser, addresses: StackAddresses): Promise<TemporalUi> {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1100 } });
    page.setDefaultTimeout(60_000);
    const { temporalUiUrl, temporalNamespace } = addresses;
    return new TemporalUi(page, `${temporalUiUrl}/namespaces/${temporalNamespace}/workflows`);
  }

  /** Fills in the Start Workflow form; `undefined` leaves the input empty. */
  async start(type: string, workflowId: string, input: string | undefined): Promise<void> {
    const page = this.#page;
    await page.goto(`${this.#base}/start-workflow?taskQueue=pipeline`);
    await page.locator('#workflowId').fill(workflowId);
    await page.locator('#workflowType').fill(type);
    if (input !== undefined) await this.#type(page.locator('.cm-content').first(), input);
    await this.#press(page.getByTestId('start-workflow-button'));
    await page.getByText('Workflow started successfully').first().waitFor();
  }

  /** The input that the form fills in by itself from the newest run of a type. */
  async prefilledInput(type: string): Promise<unknown> {
    const page = this.#page;
    await page.goto(`${this.#base}/start-workflow?taskQueue=pipeline&workflowType=${type}`);
    const editor = page.locator('.cm-content').first();
    await editor.filter({ hasText: '{' }).waitFor();
    return JSON.parse(await editor.innerText());
  }

  /** Opens the page of a run and waits until it shows a status such as Completed. */
  async waitForStatus(workflowId: string, status: string): Promise<void> {
    await this.#page.goto(`${this.#base}/${encodeURIComponent(workflowId)}`);
    await this.#page.getByText(status, { exact: true }).locator('visible=true').first().waitFor();
  }

  /** Current details, as the tab User Metadata shows them. */
  async currentDetails(workflowId: string): Promise<string> {
    await this.#page.goto(`${this.#base}/${encodeURIComponent(workflowId)}`);
    await this.#page.getByTestId('user-metadata-tab').click();
    const body = this.#page.frameLocator('iframe').first().locator('body');
    await body.filter({ hasText: workflowId.split('/')[0] ?? workflowId }).waitFor();
    return await body.innerText();
  }

  /** More Actions → Send an Update. */
  async sendUpdate(workflowId: string, update: string, input?: string): Promise<void> {
    const page = this.#page;
    await page.goto(`${this.#base}/${encodeURIComponent(workflowId)}`);
    const visible = (locator: Locator) => locator.locator('visible=true').first();
    await visible(page.getByRole('button', { name: 'More Actions' })).click();
    await visible(page.getByText('Send an Update')).click();
    const dialog = visible(page.locator('#modal-content-update-confirmation-modal'));
    await visible(page.getByTestId('update-select-button')).click();
    await visible(page.getByRole('option', { name: new RegExp(update) })).click();
    if (input !== undefined) await this.#type(dialog.locator('.cm-content').first(), input);
    await visible(page.getByTestId('confirm-modal-button')).click();
  }

  /** Waits until a text is to be seen, such as an update's refusal. */
  async waitForText(text: string): Promise<void> {
    await this.#page.getByText(text).locator('visible=true').first().waitFor();
  }

  /** A picture for people, below the ignored folder. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.#page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  async #type(editor: Locator, text: string): Promise<void> {
    await editor.click();
    await this.#page.keyboard.press('Control+a');
    await this.#page.keyboard.insertText(text);
  }

  /** The editor formats its text when it loses focus and moves the button: first click beside it. */
  async #press(button: Locator): Promise<void> {
    await this.#page.locator('h1').first().click();
    await button.click();
  }
}
