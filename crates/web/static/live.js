// Progress while it happens, for elements with data-live="/address/of/events".
//
// The server sends events (text/event-stream) whose data is JSON:
//   event: progress   data: {"done": 3, "of": 12, "words": "We have asked 3 of 12 questions."}
//   event: done       data: {"href": "/check/example.org"}     the answer is ready: go there
// Words are put in as text, never as markup. Without script, or when events stop, the page's own
// link "see how far it is" does the same, so that nothing is lost.
const WAITS_BEFORE_GIVING_UP = 3;

function follow(element) {
  const words = element.querySelector('[data-live-words]');
  const bar = element.querySelector('progress');
  const events = new EventSource(element.dataset.live);
  let waits = 0;

  events.addEventListener('progress', (event) => {
    waits = 0;
    const { done, of, words: said } = JSON.parse(event.data);
    if (bar && of > 0) {
      bar.max = of;
      bar.value = done;
    }
    if (words && said) words.textContent = said;
  });

  events.addEventListener('done', (event) => {
    events.close();
    const { href } = JSON.parse(event.data);
    const target = new URL(href, location.href);
    // Only pages of this house: an address from elsewhere is not followed.
    if (target.origin === location.origin) location.replace(target);
  });

  events.addEventListener('error', () => {
    waits += 1;
    if (waits >= WAITS_BEFORE_GIVING_UP) events.close();
  });
}

document.querySelectorAll('[data-live]').forEach(follow);
