// base.js: what every page gains when scripts run. Without it each page still works. Every sentence stands in the page
// already, in the reader's language; this file shows or hides it.

const root = document.documentElement;
const all = (selector) => document.querySelectorAll(selector);
const one = (selector) => document.querySelector(selector);
root.classList.add('scripted');

// The list of mistakes takes the focus, so that it is read first.
one('.summary')?.focus();

// A form goes out once. A page that comes back out of the browser's memory may send again.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = '1';
  // Whoever signs out leaves no page of his on the device.
  if (form.action.endsWith('/out') && window.caches) caches.delete('serving');
  event.submitter?.setAttribute('aria-disabled', 'true');
});
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of all('form[data-sent]')) delete form.dataset.sent;
  for (const button of all('button[aria-disabled]')) button.removeAttribute('aria-disabled');
});

// Buttons: print, read aloud, copy.
const speech = window.speechSynthesis;
function read(button) {
  const wasReading = button.getAttribute('aria-pressed') === 'true';
  speech.cancel();
  for (const other of all('[data-read]')) other.setAttribute('aria-pressed', 'false');
  if (wasReading) return;
  button.setAttribute('aria-pressed', 'true');
  let words;
  for (const passage of all('[data-aloud]')) {
    words = new SpeechSynthesisUtterance(passage.innerText);
    words.lang = passage.closest('[lang]').lang;
    words.rate = 0.9;
    speech.speak(words);
  }
  if (words) words.onend = () => button.setAttribute('aria-pressed', 'false');
}

async function copy(button) {
  const source = one(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.innerText.trim());
  } catch {
    getSelection().selectAllChildren(source);
    if (!document.execCommand('copy')) return;
  }
  const done = one(button.dataset.done);
  if (done) done.hidden = false;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-print], [data-read], [data-copy]');
  if (!button) return;
  if ('print' in button.dataset) print();
  else if ('read' in button.dataset) read(button);
  else copy(button);
});
if (speech) addEventListener('pagehide', () => speech.cancel());
else for (const button of all('[data-read]')) button.hidden = true;

// No line: say so, and say that what is typed is still here.
const offline = one('[data-offline]');
const showLine = () => {
  if (offline) offline.hidden = navigator.onLine;
};
addEventListener('online', showLine);
addEventListener('offline', showLine);
showLine();

// Five minutes before the session would end by idling, offer to stay. What happens in another tab counts as well.
const stay = one('[data-stay]');
const idle = Number(document.body.dataset.idle) * 1000;
if (stay && idle) {
  let seen = Date.now();
  const share = () => {
    seen = Date.now();
    try {
      localStorage.setItem('seen', seen);
    } catch {
      // Storage may be switched off; then each tab counts for itself.
    }
  };
  addEventListener('storage', (event) => {
    if (event.key === 'seen') seen = Number(event.newValue);
  });
  const look = () => {
    const left = seen + idle - Date.now();
    stay.hidden = left > 300000;
    const isOver = left <= 0;
    for (const part of stay.querySelectorAll('[data-over]')) part.hidden = (part.dataset.over === 'yes') !== isOver;
  };
  stay.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target;
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      .then((answer) => {
        if (answer.ok && !answer.redirected) share();
      })
      .catch(showLine)
      .finally(() => {
        delete form.dataset.sent;
        look();
      });
  });
  share();
  setInterval(look, 10000);
}

// Hints at fields, fields that wait for an answer, and files in pieces are fetched only where there
// are some.
if (one('[data-up]') && document.body.dataset.upload) import(document.body.dataset.upload);
if (one('[data-check], [data-when]') && document.body.dataset.fields) import(document.body.dataset.fields);
