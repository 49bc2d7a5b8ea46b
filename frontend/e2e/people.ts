import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { now } from './moment';

export const PASSWORD = 'un parcours complet';

export const mail = (name: string) => `${name}@example.org`;

/** A person with an own browser, so that several can be at the site at once. */
export async function visitor(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  await context.clock.install({ time: now() });
  return context.newPage();
}

export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/connexion');
  await fillSignIn(page, name);
  await page.waitForURL((url) => url.pathname !== '/connexion');
}

export async function fillSignIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Adresse e-mail').fill(mail(name));
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
  await page.locator('app-sign-in-form').getByRole('button', { name: 'Se connecter' }).click();
}

/** Acts through the API as someone whose screens are not part of the journey. */
export async function as(
  request: APIRequestContext,
  name: string,
): Promise<(path: string, data?: object) => Promise<number>> {
  const answer = await request.post('/api/users/login/', {
    data: { email: mail(name), password: PASSWORD },
  });
  const { access } = (await answer.json()) as { access: string };
  return async (path, data = {}) =>
    (await request.post(path, { data, headers: { Authorization: `Bearer ${access}` } })).status();
}
