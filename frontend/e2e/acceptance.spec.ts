import type { APIRequestContext } from '@playwright/test';
import { expect, test } from './journey';
import { now } from './moment';
import { mail, PASSWORD, signIn, visitor } from './people';

/** What Hugo makes on his own for a patient whom he knows. */
async function madeFor(request: APIRequestContext, patient: string): Promise<number> {
  const answer = await request.post('/api/users/login/', {
    data: { email: mail('hugo'), password: PASSWORD },
  });
  const { access } = (await answer.json()) as { access: string };
  const headers = { Authorization: `Bearer ${access}` };
  const people = await request.get(`/api/patients/?q=${patient}`, { headers });
  const [person] = (await people.json()) as { id: number }[];
  const day = (days: number) => new Date(now() + days * 86_400_000).toISOString().slice(0, 10);
  const free = await request.get(`/api/directory/doctors/2/slots/?start=${day(12)}&end=${day(13)}`);
  const [slot] = (await free.json()) as { id: number }[];
  const made = await request.post('/api/appointments/', {
    headers,
    data: { slot: slot?.id, patient: person?.id, motif: 'Contrôle' },
  });
  expect(made.status(), await made.text()).toBe(201);
  return ((await made.json()) as { id: number }).id;
}

test('a patient accepts what the doctor made; another reads the code out at the desk', async ({
  page,
  browser,
  request,
}) => {
  // Both know Hugo from an appointment of their own.
  const lea = await visitor(browser);
  for (const [name, who] of [
    ['paul', page],
    ['lea', lea],
  ] as const) {
    await signIn(who, name);
    await who.goto('/medecins/2');
    await who.locator('app-slot-grid button').nth(60).click();
    await who.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
    await expect(who.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
  }
  const first = await madeFor(request, 'petit');
  await page.goto(`/rendez-vous/${first}`);
  await expect(page.getByText('Votre médecin a pris ce rendez-vous pour vous')).toBeVisible();
  await page.getByRole('button', { name: 'Accepter ce rendez-vous' }).click();
  await expect(page.getByText('Rendez-vous accepté.')).toBeVisible();
  await expect(page.getByText('Votre médecin a pris ce rendez-vous pour vous')).toHaveCount(0);

  const second = await madeFor(request, 'martin');
  await lea.goto(`/rendez-vous/${second}`);
  const code = await lea.locator('app-acceptance-note .code').innerText();
  const hugo = await visitor(browser);
  await signIn(hugo, 'hugo');
  await hugo.goto(`/medecin/rendez-vous/${second}`);
  await hugo.getByRole('button', { name: 'Saisir le code du patient' }).click();
  await hugo.getByLabel('Code lu par le patient').fill('AAA-AAA');
  await hugo.getByRole('button', { name: 'Accepter avec ce code' }).click();
  await expect(hugo.locator('app-code-entry .error')).toBeVisible();
  await hugo.getByLabel('Code lu par le patient').fill(code.toLowerCase());
  await hugo.getByRole('button', { name: 'Accepter avec ce code' }).click();
  await expect(hugo.getByText(/le dossier est ouvert/)).toBeVisible();
  await expect(hugo.getByRole('button', { name: 'Saisir le code du patient' })).toHaveCount(0);
});
