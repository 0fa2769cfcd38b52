// suite_places.mjs: every page, looked at by machines: reachable, readable, valid, fitting, light, translated.
import { axeComplaints } from './check_axe.mjs';
import { htmlComplaints } from './check_html.mjs';
import { layoutComplaints, spaceText } from './check_layout.mjs';
import { BUDGETS, weigh, weightComplaints } from './check_weight.mjs';
import { wordsComplaints } from './check_words.mjs';
import { looksFor, nameOfLook, pairsLeftOut } from './looks.mjs';
import { addressOf, files, halfway, nameOf, places } from './places.mjs';
import { readRoutes } from './routes.mjs';
import { demand, demandNone } from './tap.mjs';

export async function suitePlaces(stage, tap) {
    await tap.run(stage, 'places: every address of the program is looked at', async () => {
        const routes = readRoutes();
        demand(routes.length > 0, 'page_route.def holds no address');
        const shown = routes.filter((route) => route.method === 'GET');
        const named = new Set([...halfway, ...[...places, ...files].map((place) => place.route)]);
        demandNone([
            ...shown.filter((route) => !named.has(route.path)).map((route) => `no case: ${route.name}`),
            ...[...named].filter((path) => !shown.some((route) => route.path === path))
                .map((path) => `a case for an address that is not there: ${path}`)]);
    });
    await tap.run(stage, 'places: the looks show every pair of ways', async () => {
        demandNone(pairsLeftOut(places.flatMap((place, n) => looksFor(n))));
    });
    for (const [n, place] of places.entries()) {
        await tap.run(stage, `axe: ${nameOf(place)}`, (visit) => lookEachWay(stage, visit, place, n));
        await tap.run(stage, `layout: ${nameOf(place)}`, (visit) => squeeze(stage, visit, place));
        await tap.run(stage, `weight: ${nameOf(place)}`, (visit) => weighPlace(stage, tap, visit, place));
    }
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
        return { status: answer.status, bytes: (await answer.blob()).size,
            ...Object.fromEntries(answer.headers) };
    }, address);
    demand(got.status === 200 && got.bytes > 0, `answered ${JSON.stringify(got)}`);
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

/** axe, valid HTML and the language, in three looks. */
async function lookEachWay(stage, visit, place, n) {
    const complaints = [];
    const address = await addressOf(place, stage);
    const reader = await visit({ who: place.who });
    for (const look of looksFor(n)) {
        await reader.wear(look);
        const html = await (await reader.go(address, place.status)).text();
        const found = [
            ...await axeComplaints(reader.page),
            ...await htmlComplaints(html),
            ...(look.language === 'zh' ? [] : await wordsComplaints(reader.page)),
            ...await headComplaints(reader.page, look)];
        complaints.push(...found.map((what) => `[${nameOfLook(look)}] ${what}`));
    }
    demandNone(complaints);
}

/** The page is in the look it was asked for, and says once what it is. */
async function headComplaints(page, look) {
    const is = await page.evaluate(() => ({
        language: document.documentElement.lang, size: document.documentElement.dataset.size,
        theme: document.documentElement.dataset.theme,
        headings: document.querySelectorAll('h1').length, title: document.title }));
    const complaints = [];
    if (!is.language.startsWith(look.language))
        complaints.push(`head: in ${is.language}`);
    if (is.headings !== 1)
        complaints.push(`head: ${is.headings} headings of the first level`);
    const unfilled = /\{[a-z_.-]+\}/.exec(await page.innerText('body'));
    if (unfilled !== null)
        complaints.push(`head: a place of a sentence is not filled: ${unfilled[0]}`);
    if (is.title.trim() === '')
        complaints.push('head: no title');
    if (is.size !== look.size)
        complaints.push(`head: size ${is.size}`);
    if (is.theme !== look.theme)
        complaints.push(`head: theme ${is.theme}`);
    return complaints;
}

/** The narrowest screen with the largest type and the longest words; also 1280 px enlarged to 400 %. */
async function squeeze(stage, visit, place) {
    const complaints = [];
    const address = await addressOf(place, stage);
    const looks = [
        { language: 'ko', size: 'extra', width: 320 },
        { language: 'zh', size: 'normal', width: 320 },
        { language: 'en', size: 'large', width: 390, isSpaced: true },
    ];
    const reader = await visit({ who: place.who });
    for (const look of looks) {
        await reader.wear(look);
        await reader.go(address, place.status);
        if (look.isSpaced)
            await spaceText(reader.page);
        const found = await layoutComplaints(reader.page, { target: 24 });
        complaints.push(...found.map((what) => `[${look.language} ${look.size} ${look.width}` +
            `${look.isSpaced ? ' spaced' : ''}] ${what}`));
    }
    demandNone(complaints);
}

async function weighPlace(stage, tap, visit, place) {
    const address = await addressOf(place, stage);
    const kind = place.board ? 'board' : place.staff ? 'staff' : 'citizen'; // board: for the wall
    const reader = await visit({ who: place.who, width: place.staff ? 1440 : 390 });
    const scales = await weigh(reader.page);
    await reader.go(address, place.status);
    const first = await scales.sum();
    const nodes = await reader.page.evaluate(() => document.querySelectorAll('*').length);
    scales.forget();
    await reader.go(address, place.status);
    const next = await scales.sum();
    tap.note(`${nameOf(place)}: ${first.all} bytes in ${first.requests} requests, HTML ${first.html}, ` +
        `next ${next.all}, ${nodes} elements`);
    demandNone(weightComplaints(first, next, nodes, BUDGETS[kind]));
}
