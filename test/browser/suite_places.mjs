// suite_places.mjs: every page, looked at by machines: reachable, readable, valid, fitting, light, translated.
import { engineComplaints, readAssets } from './check_engine.mjs';
import { pageComplaints, squeezedComplaints } from './check_page.mjs';
import { BUDGETS, weigh, weightComplaints } from './check_weight.mjs';
import { looksFor, nameOfLook, pairsLeftOut } from './looks.mjs';
import { addressOf, files, halfway, nameOf, places } from './places.mjs';
import { readRoutes } from './routes.mjs';
import { demand, demandNone } from './tap.mjs';
import { ADDRESS, RARE } from './walk.mjs';

export async function suitePlaces(stage, tap) {
    await tap.run(stage, 'places: every address of the program is looked at', async () => {
        const routes = readRoutes();
        demand(routes.length > 0, 'page_route.def holds no address');
        const shown = routes.filter((route) => route.method === 'GET' && route.isPage);
        const named = new Set([...halfway, ...[...places, ...files].map((place) => place.route)]);
        demandNone([
            ...shown.filter((route) => !named.has(route.path)).map((route) => `no case: ${route.name}`),
            ...[...named].filter((path) => !shown.some((route) => route.path === path))
                .map((path) => `a case for an address that is not there: ${path}`)]);
    });
    await tap.run(stage, 'places: the looks show every pair of ways', async () => {
        demandNone(pairsLeftOut(places.flatMap((place, n) => looksFor(n))));
    });
    await tap.run(stage, 'places: no asset uses what Chromium 88 lacks', async () => {
        const assets = readAssets();
        demand(assets.some(({ kind }) => kind === 'js') && assets.some(({ kind }) => kind === 'css'), 'no assets');
        demandNone(assets.flatMap(({ text, kind, name }) => engineComplaints(text, kind, name)));
    });
    for (const [n, place] of places.entries())
        await tap.run(stage, `place: ${nameOf(place)}`, (visit) => examine(stage, tap, visit, place, n));
    for (const file of files)
        await tap.run(stage, `files: ${nameOf(file)}`, (visit) => fetchFile(stage, visit, file));
}

/** A file comes as what it is, and a browser may neither guess nor run it. */
async function fetchFile(stage, visit, file) {
    const address = await addressOf(file, stage);
    const reader = await visit({ who: file.who });
    await reader.go('/help');
    const got = await reader.page.evaluate(async (from) => {
        const answer = await fetch(from);
        const bytes = (await answer.blob()).size;
        const [timing] = performance.getEntriesByName(new URL(from, location.href).href);
        return { status: answer.status, bytes, packed: timing.encodedBodySize,
            ...Object.fromEntries(answer.headers) };
    }, address);
    demand(got.status === 200 && got.bytes > 0, `answered ${JSON.stringify(got)}`);
    demand(file.most === undefined || got.packed <= file.most, `${got.packed} bytes, ${file.most} are allowed`);
    demand(file.type.test(got['content-type']), `is ${got['content-type']}`);
    demand(got['x-content-type-options'] === 'nosniff', 'a browser may guess what it is');
    demand(/no-store|private/.test(got['cache-control']), `may be kept: ${got['cache-control']}`);
    await reader.context.clearCookies();
    const stranger = await reader.page.evaluate(async (from) => {
        const answer = await fetch(from, { redirect: 'manual' });
        return answer.type;
    }, address);
    demand(stranger === 'opaqueredirect', `a stranger is answered ${stranger}`);
}

// What a page may load and be put into, word for word: a looser one must be meant.
const POLICY = {
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; " +
        "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
        "frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=()',
};

// Where somebody is asked to serve, the phone may say where that was.
const POLICY_OUTSIDE = { ...POLICY, 'permissions-policy': 'camera=(self), geolocation=(self)' };

function policyComplaints(heads, policy) {
    return Object.entries(policy).filter(([name, value]) => heads[name] !== value)
        .map(([name]) => `head: ${name} is ${heads[name]}`);
}

/** One place in three looks: each is asked for once, weighed, held against the checks, and squeezed. */
async function examine(stage, tap, visit, place, n) {
    const complaints = [];
    const address = await addressOf(place, stage);
    const reader = await visit({ who: place.who, kept: true });
    const skeletons = new Set();
    const scales = await weigh(reader.page);
    const loads = [];
    for (const look of looksFor(n)) {
        await reader.wear(look);
        scales.forget();
        const answer = await reader.go(address, place.status);
        const html = await answer.text();
        loads.push(await scales.sum());
        const found = [
            ...policyComplaints(answer.headers(), place.route === '/desk/serving/{no}' ? POLICY_OUTSIDE : POLICY),
            ...await pageComplaints(reader.page, html, { ...look, skeletons, typed: [RARE, ADDRESS],
                theme: place.theme ?? look.theme }),
            ...await squeezedComplaints(reader.page, look.language)];
        complaints.push(...found.map((what) => `[${nameOfLook(look)}] ${what}`));
    }
    await scales.end();
    const [first, ...later] = loads;
    const nodes = await reader.page.evaluate(() => document.querySelectorAll('*').length);
    const kind = place.board ? 'board' : place.staff ? 'staff' : 'citizen'; // board: for the wall
    const next = later.reduce((one, other) => one.all > other.all ? one : other);
    tap.note(`${nameOf(place)}: ${first.all} bytes in ${first.requests} requests, HTML ${first.html}, ` +
        `next ${next.all}, ${nodes} elements`);
    complaints.push(...weightComplaints(first, next, nodes, BUDGETS[kind]));
    demandNone(complaints);
}
