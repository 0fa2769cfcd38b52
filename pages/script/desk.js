// desk.js: keys, the pane to peek, and the bar for several rows at once. Everything has a link or a button as well.
//
// Rows:    <tr data-row data-peek="/desk/peek/NUMBER"> with one <a data-open>, one checkbox data-pick
// Pages:   data-pages holds what lies open; a link data-turn within the page lays another one open there
// Items:   data-cycle="1" on a group of verdicts; the key goes from one to the next
// Buttons: data-key="a" on any link, button or field; it is pressed, or gets the focus.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);
const rows = all('[data-row]');
const pane = one('[data-pane]');
let at = rows.findIndex((row) => row.classList.contains('is-chosen'));
let wanted = null;
if (pane) pane.hidden = false; // without scripts nothing would ever come into it

async function peek(row) {
  if (!pane || !row.dataset.peek) return;
  wanted?.abort();
  wanted = new AbortController();
  try {
    const answer = await fetch(row.dataset.peek, { signal: wanted.signal });
    if (!answer.ok || answer.redirected) return;
    const fragment = new DOMParser().parseFromString(await answer.text(), 'text/html');
    pane.replaceChildren(...fragment.body.children);
    // Only number, deadline and name are read out, not the whole pane.
    const line = one('[data-pane-line]');
    if (line) line.textContent = all('[data-say]', pane).map((part) => part.innerText.trim()).join('，');
  } catch (fault) {
    if (fault.name !== 'AbortError') location.href = one('[data-open]', row).href;
  }
}

function choose(next) {
  if (!rows.length) return;
  at = Math.max(0, Math.min(rows.length - 1, next));
  rows.forEach((row, i) => row.classList.toggle('is-chosen', i === at));
  one('[data-open]', rows[at]).focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: 'nearest' });
  if (pane?.offsetParent) peek(rows[at]);
}

function count() {
  const picked = all('[data-pick]:checked').length;
  for (const bar of all('[data-bulk]')) bar.hidden = picked === 0;
  for (const place of all('[data-picked]')) place.textContent = picked;
}

// The next verdict of the item with this number; the first one where none is given yet.
function cycle(key) {
  const group = one(`[data-cycle="${CSS.escape(key)}"]`);
  const choices = group ? all('input[type="radio"]', group) : [];
  if (!choices.length) return false;
  const next = choices[(choices.findIndex((choice) => choice.checked) + 1) % choices.length];
  next.checked = true;
  next.focus();
  next.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

// A page is turned at the left while what was ticked at the right stays.
async function turn(link) {
  const place = one('[data-pages]');
  const here = new URL(link.href);
  const [, home, step] = /^(.*)\/check(?:\/([a-z_]+))?$/.exec(here.pathname) ?? [];
  if (!place || home === undefined) return false;
  here.searchParams.set('s', step ?? '');
  wanted?.abort();
  wanted = new AbortController();
  try {
    const answer = await fetch(`${home}/pages${here.search}`, { signal: wanted.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const fragment = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const key = document.activeElement?.closest('[data-turn]')?.dataset.key;
    place.replaceChildren(...fragment.body.children);
    history.replaceState(null, '', link.href);
    const form = one('.bench__work form');
    if (form) form.action = link.href.replace(/\/check[^?]*/, new URL(form.action).pathname.replace(home, ''));
    if (key) (one(`[data-turn][data-key="${CSS.escape(key)}"]`, place) ?? one('.bench__sheet', place))?.focus();
    const line = one('[data-pane-line]');
    if (line) line.textContent = all('[data-say]', place).map((part) => part.innerText.trim()).join('，');
  } catch (fault) {
    if (fault.name !== 'AbortError') location.href = link.href;
  }
  return true;
}

function press(key) {
  if (cycle(key)) return true;
  const target = one(`[data-key="${CSS.escape(key)}" i]`);
  if (!target) return false;
  if (target.matches('input, select, textarea')) {
    target.focus();
    target.select?.();
  } else if (target.dataset.dialog) one(target.dataset.dialog).showModal();
  else target.click();
  return true;
}

function onKey(event) {
  // 229 is what an input method sends while it composes; older engines set nothing else.
  if (event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target;
  if (event.key === 'Escape' && target.matches('input, textarea, select')) {
    target.blur();
    return;
  }
  const types = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable]';
  if (target.closest(types) || one('dialog[open]')) return;
  const key = event.key.toLowerCase();
  if (key === 'j') choose(at + 1);
  else if (key === 'k') choose(at < 0 ? 0 : at - 1);
  else if (key === 'x' && at >= 0) {
    const box = one('[data-pick]', rows[at]);
    if (box) box.checked = !box.checked;
    count();
  } else if (key === 'enter') {
    if (at < 0 || target.closest('a, button, summary, input')) return;
    one('[data-open]', rows[at]).click();
  } else if (key.length !== 1 || key === ' ' || !press(key)) return;
  event.preventDefault();
}

if (document.body.dataset.keys === 'on') document.addEventListener('keydown', onKey);
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-pick]')) count();
});
document.addEventListener('click', (event) => {
  const leaf = event.target.closest('[data-turn]');
  if (leaf && one('[data-pages]') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    turn(leaf);
    return;
  }
  const reason = event.target.closest('[data-put]');
  if (reason) {
    const into = document.getElementById(reason.dataset.into);
    const verdict = document.getElementById(reason.dataset.tick);
    const sentence = reason.dataset.put;
    if (!into.value.includes(sentence)) into.value = into.value.trim() ? `${into.value.trim()}\n${sentence}` : sentence;
    if (verdict) verdict.checked = true;
    into.focus();
  }
  const row = event.target.closest('[data-row]');
  if (row && !event.target.closest('a, button, input, label')) choose(rows.indexOf(row));
  const opener = event.target.closest('[data-dialog]');
  if (opener && one(opener.dataset.dialog)?.showModal) {
    event.preventDefault();
    one(opener.dataset.dialog).showModal();
  }
});
count();
