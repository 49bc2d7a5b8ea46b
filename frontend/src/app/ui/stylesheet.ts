/** Loads a style bundle that the first page does not need; repeated, it does nothing. */
export function loadStylesheet(href: string, page: Document): void {
  if (page.head.querySelector(`link[href="${href}"]`)) {
    return;
  }
  const link = page.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  page.head.append(link);
}
