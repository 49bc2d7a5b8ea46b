import type { APIRequestContext } from '@playwright/test';
import { expect, test } from './journey';
import { mailedLink } from './mailbox';
import { bearer, made, madeByHugo, mail, PASSWORD, signIn, visitor } from './people';

/** What Hugo makes on his own for a patient whom he knows. */
async function madeFor(request: APIRequestContext, patient: string): Promise<number> {
  const headers = await bearer(request, 'hugo');
  const people = await request.get(`/api/patients/?q=${patient}`, { headers });
  const [person] = (await people.json()) as { id: number }[];
  return madeByHugo(request, person?.id ?? 0, 12);
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

test('a patient without an account accepts by the mailed link, once', async ({
  page,
  browser,
  baseURL,
  request,
}) => {
  const address = 'wanda.kern@example.org';
  const person = { first_name: 'Wanda', last_name: 'Kern', birth_date: '1950-01-02' };
  const { id } = await made<{ id: number }>(request, 'hugo', '/api/patients/', {
    ...person,
    email: address,
  });
  const appointment = await madeByHugo(request, id, 13);
  let link = '';
  await expect(async () => {
    link = await mailedLink(baseURL ?? '', address, 'rendez-vous/accepter');
  }).toPass();

  const asked: string[] = [];
  page.on('request', (one) => asked.push(one.url()));
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await page.getByRole('button', { name: 'Accepter ce rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Rendez-vous accepté' })).toBeVisible();
  await expect(page.getByText('Dr. Hugo Marchand')).toBeVisible();
  expect(asked.filter((url) => url.includes('token'))).toEqual([]);

  const hugo = await visitor(browser);
  await signIn(hugo, 'hugo');
  await hugo.goto(`/medecin/rendez-vous/${appointment}`);
  await expect(hugo.getByRole('heading', { level: 1, name: 'Wanda Kern' })).toBeVisible();
  await expect(hugo.getByRole('button', { name: 'Annuler le rendez-vous' })).toBeVisible();
  await expect(hugo.getByRole('button', { name: 'Saisir le code du patient' })).toHaveCount(0);
});

test('whoever arrives at the practice has said yes: the record opens, and their page says so', async ({
  page,
  browser,
  request,
}) => {
  const [first_name, last_name, birth_date] = ['Rosa', 'Diallo', '1994-08-21'];
  const person = { first_name, last_name, birth_date };
  const { id } = await made<{ id: number }>(request, 'hugo', '/api/patients/', person);
  const { code } = await made<{ code: string }>(request, 'hugo', `/api/patients/${id}/code/`, {});
  const appointment = await madeByHugo(request, id, 0);
  const account = { email: mail('rosa'), password: PASSWORD, role: 'PATIENT', birth_date };
  const registered = await request.post('/api/users/register/', {
    data: { ...account, patient_code: code },
  });
  expect(registered.status()).toBe(201);

  await signIn(page, 'rosa');
  await page.goto('/profil/medecins');
  const hugo = page.getByRole('listitem').filter({ hasText: 'Hugo Marchand' });
  await expect(hugo).toContainText('Voit votre identité et vos coordonnées.');
  await page.goto(`/rendez-vous/${appointment}`);
  await expect(page.getByText('Votre médecin a pris ce rendez-vous pour vous')).toBeVisible();

  const doctor = await visitor(browser);
  await signIn(doctor, 'hugo');
  await doctor.goto(`/medecin/rendez-vous/${appointment}`);
  await doctor.getByRole('button', { name: 'Noter l’arrivée' }).click();
  await expect(doctor.getByText(/Arrivée notée à/)).toBeVisible();
  await expect(doctor.getByRole('button', { name: 'Noter l’arrivée' })).toHaveCount(0);

  await expect(page.getByText(/Votre arrivée a été notée à/)).toBeVisible();
  await expect(page.getByText('Votre médecin a pris ce rendez-vous pour vous')).toHaveCount(0);
  await page.goto('/profil/medecins');
  await expect(hugo).toContainText('Voit votre dossier médical');
});
