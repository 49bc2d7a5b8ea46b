import { expect, test } from './journey';
import { now } from './moment';
import { as, signIn, visitor } from './people';

/** Noon of the same day next week, in Paris: inside the hours and the preview. */
const nextWeek = new Date(now() + 7 * 24 * 3600 * 1000);
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(nextWeek);

test('a doctor’s week: from a rule to slots, an absence, a conflict', async ({
  page,
  browser,
  request,
}) => {
  test.setTimeout(120_000);
  await signIn(page, 'nora');

  await page.goto('/medecin/disponibilites');
  await expect(page.getByRole('heading', { name: 'Pas encore d’horaires' })).toBeVisible();
  await expect(page.getByText('0 créneau en tout')).toBeVisible();
  await page.getByLabel('Vos horaires, en toutes lettres').fill('Lun-Dim 9h-12h');
  await expect(page.getByText(/^[78]\d créneaux en tout/)).toBeVisible();
  await page.getByRole('button', { name: 'Appliquer ces horaires' }).click();
  await expect(page.getByText('Vos disponibilités sont enregistrées.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Modifier/ })).toHaveCount(7);

  // The rule of one day is shortened by hand; leaving asks, saving keeps it.
  await page.getByRole('button', { name: 'Modifier lundi 9 h – 12 h' }).click();
  await page.getByLabel('À', { exact: true }).fill('08:00');
  await page.getByRole('button', { name: 'Terminé' }).click();
  await expect(page.getByText('La fin doit venir après le début.')).toBeVisible();
  await page.getByLabel('À', { exact: true }).fill('11:00');
  await page.getByRole('button', { name: 'Terminé' }).click();
  await expect(page.getByText('1 changement non enregistré')).toBeVisible();
  await page.getByRole('link', { name: 'Créneau, accueil' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rester' }).click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('1 changement non enregistré')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Modifier lundi 9 h – 11 h' })).toBeVisible();
  await page.getByText('Saisie rapide de la semaine').click();
  await expect(page.getByLabel('Vos horaires, en toutes lettres')).toHaveValue(
    'Lun 9h-11h; Mar-Dim 9h-12h',
  );

  const slots = async () => {
    const answer = await request.get(`/api/directory/doctors/${id}/slots/?start=${day}`);
    const found = (await answer.json()) as { id: number; start: string }[];
    return found.filter(({ start }) => start.startsWith(day));
  };
  const directory = await request.get('/api/directory/doctors/?q=keller');
  const id = ((await directory.json()) as { id: number }[])[0]?.id;
  const patient = await visitor(browser);
  await patient.goto(`/medecins/${id}`);
  await expect(patient.locator('app-slot-grid button').first()).toBeVisible();
  const free = await slots();
  expect(free.length).toBeGreaterThanOrEqual(4);
  const lea = await as(request, 'lea');
  expect(await lea('/api/appointments/', { slot: free[0]?.id, motif: 'Contrôle' })).toBe(201);

  // The absence names whom it touches before it is saved; their slots are gone afterwards.
  await page.goto('/medecin/absences');
  await page.getByRole('button', { name: 'Ajouter une absence' }).click();
  await page.getByLabel('Du', { exact: true }).fill(`${day}T08:00`);
  await page.getByLabel('Au', { exact: true }).fill(`${day}T19:00`);
  await page.getByLabel('Type').selectOption('vacation');
  await expect(page.getByText('1 rendez-vous tombe pendant cette absence.')).toBeVisible();
  await expect(page.getByRole('link', { name: /Léa Martin/ })).toBeVisible();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Votre absence est enregistrée.')).toBeVisible();
  await expect(page.getByText('Ces rendez-vous ne correspondent pas')).toBeVisible();
  await expect.poll(async () => (await slots()).length).toBe(0);

  // The conflict stays visible where the hours are, and nobody was cancelled.
  await page.goto('/medecin/disponibilites');
  const conflicts = page.getByRole('region', { name: 'Rendez-vous hors de vos horaires' });
  await expect(conflicts.getByRole('link', { name: /Léa Martin/ })).toHaveAttribute(
    'href',
    /\/medecin\/rendez-vous\/\d+/,
  );

  await page.goto('/medecin/absences');
  await page.getByRole('button', { name: /^Supprimer l’absence/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer l’absence' }).click();
  await expect(page.getByRole('heading', { name: 'Aucune absence prévue' })).toBeVisible();
  await expect.poll(async () => (await slots()).length).toBeGreaterThan(0);
});

test('hours that somebody else changed are not overwritten', async ({ page, context }) => {
  await signIn(page, 'hugo');
  await page.goto('/medecin/disponibilites');
  const other = await context.newPage();
  await other.goto('/medecin/disponibilites');
  for (const [tab, end] of [
    [page, '19:00'],
    [other, '18:30'],
  ] as const) {
    await tab.getByRole('button', { name: /^Modifier dimanche/ }).click();
    await tab.getByLabel('À', { exact: true }).fill(end);
    await tab.getByRole('button', { name: 'Terminé' }).click();
  }
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Vos disponibilités sont enregistrées.')).toBeVisible();
  await other.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(other.getByText(/Ces horaires ont été modifiés entre-temps/)).toBeVisible();
  await other.getByRole('button', { name: 'Recharger' }).click();
  await expect(other.getByRole('button', { name: 'Modifier dimanche 8 h – 19 h' })).toBeVisible();
});

test('a doctor elsewhere works by their own clock', async ({ page, request }) => {
  await signIn(page, 'hugo');
  await page.goto('/medecin/profil');
  const zone = page.getByLabel('Fuseau horaire');
  await expect(zone).toHaveValue('Europe/Paris');
  await zone.selectOption('America/Martinique');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Votre profil est enregistré.')).toBeVisible();

  const hugo = await as(request, 'hugo');
  const tomorrow = new Date(now() + 24 * 3600 * 1000).toISOString().slice(0, 10);
  // Before the hours of both clocks: the old slots may not have gone yet.
  const slot = { start_time: `${tomorrow}T02:00:00-04:00`, end_time: `${tomorrow}T02:30:00-04:00` };
  expect(await hugo('/api/slots/', { ...slot, mode: 'presentiel' })).toBe(201);

  await page.goto(`/medecin?vue=list&jour=${tomorrow}`);
  await expect(page.getByText('Les heures sont celles de Martinique.')).toBeVisible();
  await page.getByRole('button', { name: 'Places libres' }).click();
  await expect(
    page.locator('app-agenda-list button').filter({ hasText: /^\s*2\sh\s–/ }),
  ).toContainText('Créneau libre');
});
