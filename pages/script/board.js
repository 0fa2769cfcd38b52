// board.js: the board reads itself again every fifteen seconds, as long as somebody can see it. Without it the page
// has a link that does the same. What is unfolded stays unfolded, and the focus stays where it was.

const EVERY = 15000;
const place = document.querySelector('[data-now]');
const hold = document.querySelector('[data-hold]');
const over = document.querySelector('[data-now-over]');
let timer = 0;

const links = () => [...place.querySelectorAll('a, summary')];

function show(html) {
  const next = new DOMParser().parseFromString(html, 'text/html').body;
  const focused = links().indexOf(document.activeElement);
  for (const fold of place.querySelectorAll('details[open]')) {
    const same = next.querySelector(`#${CSS.escape(fold.id)}`);
    if (same) same.open = true;
  }
  place.replaceChildren(...next.childNodes);
  if (focused >= 0) links()[focused]?.focus({ preventScroll: true });
}

async function read() {
  timer = 0;
  try {
    const answer = await fetch(place.dataset.now);
    // Whoever is no longer signed in is sent elsewhere: then the numbers stand still, and the page says so.
    if (answer.redirected || answer.status === 403 || answer.status === 404) {
      over.hidden = false;
      return;
    }
    if (answer.ok) show(await answer.text());
  } catch {
    // No line: the numbers say how old they are.
  }
  wait();
}

function wait() {
  clearTimeout(timer);
  timer = 0;
  if (!document.hidden && hold?.getAttribute('aria-pressed') !== 'true') timer = setTimeout(read, EVERY);
}

if (place) {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) wait();
    else if (over.hidden && hold?.getAttribute('aria-pressed') !== 'true') read();
  });
  hold?.addEventListener('click', () => {
    hold.setAttribute('aria-pressed', String(hold.getAttribute('aria-pressed') !== 'true'));
    wait();
  });
  wait();
}
