/** The symbols of `public/icons.svg`: what the first page and its frame show. */
const FIRST_PAGE = [
  'close',
  'contrast',
  'dark_mode',
  'error',
  'event_available',
  'event_busy',
  'language',
  'light_mode',
  'location_on',
  'login',
  'menu',
  'payments',
  'person',
  'refresh',
  'search',
  'translate',
  'videocam',
  'warning',
  'wifi_off',
] as const;

/** The symbols of `public/icons-more.svg`, loaded by the first page that shows one of them. */
type MoreIcon =
  | 'add'
  | 'arrow_back'
  | 'arrow_forward'
  | 'block'
  | 'calendar_month'
  | 'cancel'
  | 'chat'
  | 'check'
  | 'check_circle'
  | 'chevron_left'
  | 'chevron_right'
  | 'content_copy'
  | 'dashboard'
  | 'delete'
  | 'description'
  | 'done_all'
  | 'edit'
  | 'event'
  | 'event_repeat'
  | 'expand_more'
  | 'group'
  | 'hourglass_top'
  | 'info'
  | 'logout'
  | 'mail'
  | 'notifications'
  | 'open_in_new'
  | 'person_off'
  | 'phone'
  | 'schedule'
  | 'task_alt'
  | 'upload'
  | 'visibility'
  | 'visibility_off';

/** To add an icon, put its symbol into one of the two sprites and its name beside. */
export type IconName = (typeof FIRST_PAGE)[number] | MoreIcon;

const inFirst: ReadonlySet<IconName> = new Set(FIRST_PAGE);

export function iconHref(name: IconName): string {
  return `/${inFirst.has(name) ? 'icons' : 'icons-more'}.svg#${name}`;
}
