import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';

bootstrapApplication(App, appConfig).catch((error: unknown) => {
  showStartFailure();
  throw error;
});

/** Without texts and session there is no page to show an error on: say it plainly, in both. */
function showStartFailure(): void {
  const box = document.createElement('main');
  box.className = 'page page-narrow stack';
  const french = document.createElement('p');
  french.textContent = 'Créneau n’a pas pu démarrer. Vérifiez votre connexion, puis rechargez.';
  const english = document.createElement('p');
  english.lang = 'en';
  english.textContent = 'Créneau could not start. Check your connection, then reload.';
  const button = document.createElement('button');
  button.className = 'btn btn-primary';
  button.textContent = 'Recharger / Reload';
  button.addEventListener('click', () => location.reload());
  box.append(french, english, button);
  document.body.replaceChildren(box);
}
