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

/** The headers of someone who asks the API, for what is not part of a journey. */
export async function bearer(
  request: APIRequestContext,
  name: string,
): Promise<Record<string, string>> {
  const answer = await request.post('/api/users/login/', {
    data: { email: mail(name), password: PASSWORD },
  });
  const { access } = (await answer.json()) as { access: string };
  return { Authorization: `Bearer ${access}` };
}

/** Acts through the API as someone whose screens are not part of the journey. */
export async function as(
  request: APIRequestContext,
  name: string,
): Promise<(path: string, data?: object) => Promise<number>> {
  const headers = await bearer(request, name);
  return async (path, data = {}) => (await request.post(path, { data, headers })).status();
}

/** Asks the API as someone for a new thing; returns what it is. */
export async function made<T>(
  request: APIRequestContext,
  name: string,
  path: string,
  data: object,
): Promise<T> {
  const answer = await request.post(path, { data, headers: await bearer(request, name) });
  if (answer.status() !== 201) {
    throw new Error(`${path} answers ${answer.status()}: ${await answer.text()}`);
  }
  return (await answer.json()) as T;
}

/** What Hugo makes on his own for a patient, in the first free slot so many days from now. */
export async function madeByHugo(
  request: APIRequestContext,
  patient: number,
  days: number,
): Promise<number> {
  const day = (from: number) => new Date(now() + from * 86_400_000).toISOString().slice(0, 10);
  const free = await request.get(
    `/api/directory/doctors/2/slots/?start=${day(days)}&end=${day(days + 1)}`,
  );
  const [slot] = (await free.json()) as { id: number }[];
  const body = { slot: slot?.id, patient, motif: 'Contrôle' };
  return (await made<{ id: number }>(request, 'hugo', '/api/appointments/', body)).id;
}
