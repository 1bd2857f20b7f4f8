// Wakes the components that unfold, count or move the keyboard. Everything works without it.
import { initAll } from './govuk-frontend.js';

initAll();
