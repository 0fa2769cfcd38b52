// worker.js: the pages of a process server open without a network, as they were seen last and no longer than a day.
// What he fills in is kept by serving.js; nothing is sent from here.

const KEPT = 'serving';
const DAY = 864e5;
const isOurs = ({ pathname }) => /^\/desk\/serving(\/|$)/.test(pathname) && !pathname.endsWith('.js');

addEventListener('install', () => self.skipWaiting());
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function page(request, path) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(path, { ignoreVary: true });
  const isFresh = kept && Date.now() - Date.parse(kept.headers.get('Date')) <= DAY;
  let answer;
  try {
    answer = await fetch(request);
  } catch (failure) {
    if (!isFresh) throw failure;
    return kept;
  }
  // Whoever is signed out, or is somebody else, leaves nothing of a stranger on the phone. A court that cannot answer now
  // is no court that has nothing.
  if (answer.type === 'opaqueredirect' || answer.status === 403) await caches.delete(KEPT);
  else if (answer.ok) await cache.put(path, answer.clone()).catch(() => {});
  else if (answer.status === 404 || answer.status === 410) await cache.delete(path);
  else if (isFresh) return kept;
  return answer;
}

async function asset(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && isOurs(url)) event.respondWith(page(request, url.pathname));
  else if (url.pathname.startsWith('/a/')) event.respondWith(asset(request));
});
