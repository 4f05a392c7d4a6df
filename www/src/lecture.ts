/** The lecture's page: its languages, its contents, and on demand what is live in it. */
import { showContents } from './lecture/contents';
import { offerPrint } from './lecture/paper';
import { speak } from './lecture/language';
import { chosenTheme, offerChoices, paint } from './preferences';
import { letScroll } from './lecture/scrolling';
import { watchLive } from './lecture/watch';

const look = (theme: ReturnType<typeof chosenTheme>) => paint(theme, '[data-live]');

offerChoices((lang) => void speak(lang), look);
showContents();
letScroll();
offerPrint();
watchLive();

if (OFFLINE_IS_BUILT && top === self) addEventListener('load', () => setTimeout(() => void import('./offline').then(({ keepOffline }) => keepOffline()).catch(() => {}), 4000));
