// Saves what somebody types while they type it, for forms with data-tell="/address/that/saves".
//
// Nothing is kept in this browser but the token that the server set; words go to the server, sealed, or stay on the page.
// Without script the button "Save and go on later" does the same.
const WAITS = 1500; // milliseconds after the last key
const TRIES_AGAIN_AFTER = [3000, 10000, 30000]; // milliseconds; the last one goes on
const LARGEST_FILE = 25_000_000; // bytes, as the server has it
const LARGEST_LAST_WORD = 60_000; // bytes that a page may send while it is left

function watch(form) {
  const state = form.querySelector('[data-tell-state]');
  const version = form.elements.namedItem('version');
  let timer;
  let underWay = null;
  let changed = false;
  let stopped = false;
  let tries = 0;
  const say = (words) => { if (state.textContent !== words) state.textContent = words; };

  function words() {
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && name !== 'do') typed.append(name, value);
    }
    return typed;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save() {
    if (underWay || stopped || !changed) return;
    changed = false;
    say(form.dataset.saving);
    underWay = fetch(form.dataset.tell, { method: 'POST', body: words(), headers: { accept: 'application/json' } });
    try {
      const answer = await underWay;
      const told = answer.ok || answer.status === 409 ? await answer.json() : {};
      if (told.state === 'saved') {
        version.value = told.version;
        tries = 0;
        say(form.dataset.saved);
      } else if (told.state === 'newer' || told.state === 'sent') {
        // Nothing is written over: the person decides, with the buttons of the page.
        stopped = true;
        say(form.dataset[told.state]);
      } else {
        throw new Error(String(answer.status));
      }
    } catch {
      changed = true;
      say(form.dataset.lost);
      later(TRIES_AGAIN_AFTER[Math.min(tries, TRIES_AGAIN_AFTER.length - 1)]);
      tries += 1;
    } finally {
      underWay = null;
    }
    if (changed && tries === 0 && !stopped) later(WAITS);
  }

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return;
    changed = true;
    later(WAITS);
  });
  form.addEventListener('change', (event) => {
    if (event.target.type !== 'file') return;
    const large = [...event.target.files].find((file) => file.size > LARGEST_FILE);
    say(large ? `${large.name} ${form.dataset.large}` : '');
  });
  window.addEventListener('online', () => { tries = 0; later(0); });
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (!navigator.onLine) {
      event.preventDefault();
      changed = true;
      say(form.dataset.lost);
      return;
    }
    if (underWay) {
      // The version that this save gives must be in the form before it is sent.
      event.preventDefault();
      const button = event.submitter;
      underWay.finally(() => setTimeout(() => form.requestSubmit(button), 50));
      return;
    }
    stopped = true;
  });
  window.addEventListener('pagehide', () => {
    if (!changed || stopped) return;
    const last = words();
    if (last.toString().length < LARGEST_LAST_WORD) {
      fetch(form.dataset.tell, { method: 'POST', body: last, keepalive: true });
    }
  });
  window.addEventListener('pageshow', () => { if (!underWay) stopped = false; });
}

document.querySelectorAll('form[data-tell]').forEach(watch);
