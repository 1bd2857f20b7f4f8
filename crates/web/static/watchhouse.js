// Wakes the components that unfold, count or move the keyboard, and gives lines that are meant to be
// copied a button. Everything works without it.
import {
  Accordion, Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, FileUpload,
  NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs, createAll,
} from './govuk-frontend.js';

// How long "Copied" stands before the button offers itself again, in milliseconds.
const COPIED_STANDS_FOR = 4000;

// A radio button cannot be "expanded" (WAI-ARIA 1.2, role radio): screen readers ignore it and
// checkers rightly complain. What unfolds comes right after the choice.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute('aria-expanded');
  }
}

// The words that are seen on the button are its name, so that it can be called by voice.
class PlainAccordion extends Accordion {
  setExpanded(expanded, section) {
    super.setExpanded(expanded, section);
    section.querySelector(`.${this.sectionButtonClass}`)?.removeAttribute('aria-label');
  }
}

class PlainFileUpload extends FileUpload {
  constructor(root, config) {
    super(root, config);
    const comma = `${this.id}-comma`;
    const names = (this.$button.getAttribute('aria-labelledby') ?? '').split(' ');
    this.$button.setAttribute('aria-labelledby', names.filter((id) => id !== comma).join(' '));
    document.getElementById(comma)?.remove();
  }
}

function offerCopy(line) {
  if (!navigator.clipboard) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'wh-paste__button';
  button.textContent = line.dataset.copy;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(line.textContent);
    button.textContent = line.dataset.copied;
    setTimeout(() => { button.textContent = line.dataset.copy; }, COPIED_STANDS_FOR);
  });
  line.after(button);
}

[
  PlainAccordion, Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, PlainFileUpload,
  NotificationBanner, PasswordInput, PlainRadios, ServiceNavigation, SkipLink, Tabs,
].forEach((component) => createAll(component));
document.querySelectorAll('[data-copy]').forEach(offerCopy);
