// serving.js: what a process server fills in outside is kept on the phone first and sent when there is a network: in its
// order, each under the key it got when it was written down, so that nothing is lost and nothing counts twice. What was
// sent is removed here. Without this script the same form goes straight to the court.
//
// <div id="serving" data-account data-home data-worker>, on the form also data-matter data-title

const place = document.getElementById('serving');
const { account, home, worker, matter, title } = place.dataset;
const one = (selector) => document.querySelector(selector);
const KEPT = 'serving';

// ---- on the phone ----

function open() {
  return new Promise((yes, no) => {
    const request = indexedDB.open(KEPT, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('unsent', { keyPath: 'order', autoIncrement: true });
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
}

async function work(mode, go) {
  const base = await open();
  return new Promise((yes, no) => {
    const act = base.transaction('unsent', mode, { durability: 'strict' });
    const request = go(act.objectStore('unsent'));
    act.oncomplete = () => {
      base.close();
      yes(request.result);
    };
    act.onabort = () => no(act.error);
  });
}

const all = () => work('readonly', (unsent) => unsent.getAll());
const keep = (entry) => work('readwrite', (unsent) => unsent.put(entry));
const forget = (entry) => work('readwrite', (unsent) => unsent.delete(entry.order));
const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

// ---- sending ----

const read = async (answer) => new DOMParser().parseFromString(await answer.text(), 'text/html');
const isAt = (answer, path) => new URL(answer.url).pathname === path;

// A form that is sent now needs the token of the session of now; undefined: nobody is signed in, or somebody else.
async function token() {
  const answer = await fetch(home, { cache: 'no-store' });
  if (!answer.ok || !isAt(answer, home)) return undefined;
  const page = await read(answer);
  const now = page.getElementById('serving');
  return now && now.dataset.account === account ? page.querySelector('#serving [name=csrf]').value : undefined;
}

// Throws where there is no network, or the court cannot take it now.
async function send(entry, csrf) {
  const form = new FormData();
  form.append('csrf', csrf);
  form.append('once', entry.once);
  form.append('claimed', entry.at);
  for (const [name, value] of entry.fields) form.append(name, value);
  entry.files.forEach(({ item, name, file }, i) => {
    form.append(`materials.${i}.item`, item);
    form.append(`materials.${i}.title`, name);
    form.append(`materials.${i}.file`, file, name);
  });
  const answer = await fetch(entry.to, { method: 'POST', body: form });
  if (answer.ok && answer.redirected && !isAt(answer, '/in')) return '';
  if (answer.status > 499 || answer.status === 429 || answer.ok) throw answer.status;
  const said = [...(await read(answer)).querySelectorAll('.summary, .box--warn[role=alert], main h1 + p')];
  return said.map((part) => part.innerText || part.textContent).join(' ').replace(/\s+/g, ' ').trim() || String(answer.status);
}

// '' where it was taken, undefined where the court was not reached.
async function sendNow(entry) {
  try {
    const csrf = await token();
    return csrf && (await send(entry, csrf));
  } catch {
    return undefined;
  }
}

async function sendAll(say) {
  const held = new Set(); // what comes after something that was refused waits for it
  let csrf;
  let sent = 0;
  for (const entry of await all()) {
    if (entry.account !== account || entry.why || held.has(entry.matter)) {
      if (entry.account === account) held.add(entry.matter);
      continue;
    }
    try {
      csrf = csrf || (await token());
      if (!csrf) return say('signIn', sent);
      const why = await send(entry, csrf);
      if (!why) {
        await forget(entry);
        sent++;
        continue;
      }
      held.add(entry.matter);
      await keep({ ...entry, why });
    } catch {
      break;
    }
  }
  return say('', sent);
}

// One page at a time sends; another one that is open waits for its turn and finds nothing left.
const sendInTurn = (say) => (navigator.locks ? navigator.locks.request(KEPT, () => sendAll(say)) : sendAll(say));

// ---- the list ----

async function show() {
  const box = one('#unsent');
  if (!box) return;
  const words = place.dataset;
  const entries = await all();
  box.hidden = !entries.length;
  one('[data-unsent-count]').textContent = entries.length || '';
  one('[data-unsent]').replaceChildren(
    ...entries.map((entry) => {
      const line = document.createElement('li');
      const name = document.createElement('strong');
      const own = entry.account === account;
      name.textContent = own ? `${entry.title} · ${entry.label}` : words.ofOther;
      const note = document.createElement('p');
      note.textContent = `${new Date(entry.at).toLocaleString(document.documentElement.lang)} · ${own && entry.why ? `${words.no} ${entry.why}` : words.notSent}`;
      line.append(name, note);
      if (own && entry.why) {
        const again = document.createElement('a');
        again.href = `${home}/${entry.matter}?entry=${entry.order}`;
        again.textContent = words.again;
        line.append(again);
      }
      return line;
    }),
  );
}

async function sendAndShow() {
  await show();
  await sendInTurn(async (what, sent) => {
    if (sent && one('#unsent')) location.reload();
    await show();
    const said = one('[data-unsent-said]');
    if (said) said.textContent = what ? place.dataset[what] : '';
  });
}

// ---- kept to be opened without a network ----

async function keepPages() {
  const cache = await caches.open(KEPT);
  const pages = [...document.querySelectorAll('a[data-keep]')].map((link) => link.pathname);
  const { fields } = document.body.dataset;
  const assets = [...document.querySelectorAll('link[href^="/a/"], script[src^="/a/"], use')].map(
    (part) => (part.src || part.href.baseVal || part.href).split('#')[0],
  );
  for (const path of new Set([home, ...pages, fields, ...assets])) {
    const answer = await fetch(path).catch(() => undefined);
    if (answer && answer.ok && !answer.redirected) await cache.put(path, answer);
  }
  // What is done, or belongs to another court's list by now, does not stay.
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname.startsWith(`${home}/`) && !pages.includes(pathname)) await cache.delete(url);
  }
}

// ---- the form ----

async function shrink(file) {
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size < 4e5) return file;
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
    const scale = Math.min(1, 2000 / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = picture.naturalWidth * scale;
    canvas.height = picture.naturalHeight * scale;
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
    return small.size < file.size ? small : file;
  } catch {
    return file; // as it is, then
  } finally {
    URL.revokeObjectURL(picture.src);
  }
}

function sign(box) {
  const canvas = box.querySelector('canvas');
  const pen = canvas.getContext('2d');
  let isSigned = false;
  let last;
  // The page does not move under the finger.
  canvas.style.touchAction = 'none';
  canvas.style.width = '100%';
  const at = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((event.clientX - left) * canvas.width) / width, ((event.clientY - top) * canvas.height) / height];
  };
  const clear = () => {
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    isSigned = false;
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!last) return;
    const next = at(event);
    pen.lineWidth = 4;
    pen.lineCap = 'round';
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    isSigned = true;
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => (last = undefined));
  box.querySelector('[data-sign-away]').addEventListener('click', clear);
  clear();
  box.hidden = false;
  return () => (isSigned ? new Promise((done) => canvas.toBlob(done, 'image/png')) : undefined);
}

function locate(box) {
  const button = box.querySelector('[data-spot]');
  button.hidden = !navigator.geolocation;
  button.addEventListener('click', () =>
    navigator.geolocation.getCurrentPosition(({ coords: { latitude, longitude, accuracy } }) => {
      const spot = `${latitude.toFixed(6)},${longitude.toFixed(6)} ±${Math.round(accuracy)}m`;
      place.elements.spot.value = spot;
      box.querySelector('[data-spot-said]').textContent = spot;
    }),
  );
}

function showNo(why) {
  const no = one('#unsent-no');
  no.querySelector('p').textContent = why || '';
  no.hidden = !why;
  return no;
}

// What was refused comes back as it was written, to be put right.
async function putBack(order) {
  const entry = (await all()).find((other) => other.order === order && other.account === account);
  if (!entry) return undefined;
  for (const control of place.elements) if (/radio|checkbox/.test(control.type)) control.checked = false;
  for (const [name, value] of entry.fields)
    for (const control of document.getElementsByName(name)) {
      if (/radio|checkbox/.test(control.type)) control.checked = control.checked || control.value === value;
      else control.value = value;
    }
  showNo(entry.why);
  place.dispatchEvent(new Event('change', { bubbles: true }));
  return entry;
}

async function fillIn() {
  const box = one('[data-sign]');
  const signed = sign(box);
  locate(box);
  const { time_of_day: time, visited } = place.elements;
  const now = new Date(Date.now() + 288e5).toISOString(); // at +08:00
  // The page may have been drawn yesterday. What was typed stays, also on a page that came back with mistakes.
  if (visited && location.pathname === `${home}/${matter}` && visited.value === visited.defaultValue) visited.value = now.slice(0, 10);
  if (time && !time.value) time.value = now.slice(11, 16);
  const order = Number(new URLSearchParams(location.search).get('entry'));
  const before = order ? await putBack(order) : undefined;
  let isKept = false;
  let once = key();
  place.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isKept) return;
    isKept = true;
    const label = event.submitter.textContent;
    const to = new URL(event.submitter.formAction).pathname;
    const isServed = to.endsWith('/report_served');
    const fields = [...new FormData(place)].filter(
      ([name, value]) =>
        typeof value === 'string' && value !== '' && !/^(csrf|once|materials\..*)$/.test(name) && !(isServed && name === 'failure'),
    );
    const files = before ? [...before.files] : [];
    for (const input of place.querySelectorAll('[data-item]'))
      for (const file of input.files) files.push({ item: input.dataset.item, name: file.name, file: await shrink(file) });
    const drawn = await signed();
    if (drawn) files.push({ item: 'signature', name: 'signature.png', file: drawn });
    const entry = { account, matter, title, to, fields, files, once, at: new Date().toISOString() };
    try {
      await keep(before ? { ...entry, label, order } : { ...entry, label });
    } catch {
      // The phone keeps nothing: straight to the court, or he is told that nobody has it.
      const why = await sendNow(entry);
      if (why !== '') {
        isKept = false;
        if (why) once = key();
        showNo(why || place.dataset.notKept).scrollIntoView();
        return;
      }
      if (before) await forget(before).catch(() => {});
    }
    location.assign(home);
  });
}

if (navigator.serviceWorker) navigator.serviceWorker.register(worker, { scope: home }).catch(() => {});
addEventListener('online', sendAndShow);
if (matter) fillIn();
else {
  one('[data-unsent-send]').addEventListener('click', sendAndShow);
  sendAndShow();
  if (window.caches) keepPages();
}
