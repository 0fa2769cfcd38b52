// suite_board.mjs: the hub's board: every number opens a list of just so many; it reads itself again while somebody
// looks; it can be held; it says so when it stands still; without scripts a link does the same.
import { demand, demandNone, waitFor } from './tap.mjs';

const EVERY_MS = 15_000; // of pages/script/board.js

export async function suiteBoard(stage, tap) {
    for (const who of ['hub@75', 'head@75']) {
        await tap.run(stage, `board: each number opens a list of just so many, for ${who}`, async (visit) => {
            const hub = await visit({ who });
            for (const path of ['/hub', '/hub?court=JL7505'])
                await countsAreLists(hub, path);
        });
    }
    await tap.run(stage, 'board: it reads itself again, and what is unfolded stays so', async (visit) => {
        const hub = await visit({ who: 'hub@75' });
        await hub.page.clock.install();
        await hub.go('/hub');
        await hub.page.click('#map-table summary');
        await hub.page.focus('#map-table [href^="/hub/list"]');
        const focused = await focusedLink(hub);
        await spoil(hub);
        await readsAgain(hub, () => hub.page.clock.fastForward(EVERY_MS));
        demand(!await isSpoilt(hub), 'nothing was read again');
        demand(await hub.page.locator('#map-table').evaluate((fold) => fold.open), 'the table is folded');
        demand(await focusedLink(hub) === focused, `the focus went from ${focused} to ${await focusedLink(hub)}`);
        await readsAgain(hub, () => hub.page.clock.fastForward(EVERY_MS));
    });
    await tap.run(stage, 'board: held, or hidden, it asks for nothing', async (visit) => {
        const hub = await visit({ who: 'hub@75' });
        await hub.page.clock.install();
        await hub.go('/hub');
        await hub.page.click('[data-hold]');
        await asksNothing(hub);
        await hub.page.click('[data-hold]');
        await readsAgain(hub, () => hub.page.clock.fastForward(EVERY_MS));
        await hide(hub, true);
        await asksNothing(hub);
        await readsAgain(hub, () => hide(hub, false));
    });
    await tap.run(stage, 'board: whoever is signed out sees that the numbers stand still', async (visit) => {
        const hub = await visit({ who: 'hub@75' });
        await hub.page.clock.install();
        await hub.go('/hub');
        await hub.context.clearCookies();
        await hub.page.clock.fastForward(EVERY_MS);
        await hub.page.locator('[data-now-over]').waitFor({ state: 'visible' });
        await asksNothing(hub);
    });
    await tap.run(stage, 'board, scripts off: a link reads it again, and folds open', async (visit) => {
        const hub = await visit({ who: 'hub@75', scripts: false, width: 390 });
        await hub.go('/hub');
        demand(!await hub.page.locator('[data-hold]').isVisible(), 'a button that does nothing is shown');
        await hub.page.click('#days-table summary');
        demand(await hub.page.locator('#days-table table').isVisible(), 'the table does not unfold');
        await hub.click('main .wall__act [href="/hub"]');
        await hub.isAt('/hub');
    });
    await tap.run(stage, 'board: the fragment opened as a page is the board', async (visit) => {
        const hub = await visit({ who: 'hub@75' });
        await hub.go('/hub/now?court=JL7504');
        await hub.isAt('/hub?court=JL7504');
        await hub.go('/hub?court=DESK', 404);
        await hub.go('/hub/list?of=kilometres', 404);
        await hub.go('/hub/list?of=filed&from=2026-02-30', 404);
    });
    await tap.run(stage, 'board: printed, it is light and every table is there', async (visit) => {
        const hub = await visit({ who: 'hub@75', theme: 'night' });
        await hub.go('/hub/print');
        await hub.page.emulateMedia({ media: 'print' });
        for (const table of await hub.page.locator('main table').all())
            demand(await table.isVisible(), 'a table is folded');
        demand(await hub.page.locator('main').evaluate((main) => main.scrollWidth <= main.clientWidth),
            'paper is not wide enough');
        const dark = await hub.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        demand(dark === 'rgb(255, 255, 255)', `the paper is ${dark}`);
    });
}

/** All links to lists with the number they stand for, each against what its list says. */
async function countsAreLists(hub, path) {
    await hub.go(path);
    const links = await hub.page.locator('main [href^="/hub/list"]').evaluateAll((all) => all.map((link) => {
        const note = link.querySelector('.kpi__note')?.innerText;
        const inNote = /of=(same-day|answered)/.test(link.href)
            ? /(?:当日办结|近 7 天) (\d+) 件(?!，当日)/.exec(note ?? '')?.[1] : undefined;
        const number = inNote ?? /\d+/.exec(link.querySelector('.kpi__value')?.innerText ?? link.textContent)?.[0];
        return { address: link.getAttribute('href'), number };
    }));
    demand(links.length > 40, `only ${links.length} numbers open a list`);
    demand(links.some(({ number }) => Number(number) > 1), 'all numbers are small');
    const complaints = [];
    for (const { address, number } of new Map(links.map((link) => [link.address + link.number, link])).values()) {
        const says = await hub.page.evaluate(async (from) => {
            const page = new DOMParser().parseFromString(await (await fetch(from)).text(), 'text/html');
            return { size: /共 (\d+) 件/.exec(page.querySelector('.lead').textContent)[1],
                rows: page.querySelectorAll('main tbody tr').length };
        }, address);
        if (says.size !== number || says.rows !== Math.min(50, Number(number)))
            complaints.push(`${address}: ${number} on the board, ${says.size} in the list, ${says.rows} rows`);
    }
    demandNone(complaints);
}

const readsAgain = (hub, act) => Promise.all([hub.page.waitForResponse(/\/hub\/now/), act()])
    .then(() => waitFor(async () => !await isSpoilt(hub), 'the answer is not shown'));

/** Marks what stands there now: a new reading brings it away. */
const spoil = (hub) => hub.page.evaluate(() => { document.querySelector('[data-now] .kpi').id = 'spoilt'; });
const isSpoilt = (hub) => hub.page.evaluate(() => document.querySelector('#spoilt') !== null);
const focusedLink = (hub) => hub.page.evaluate(() => document.activeElement.getAttribute('href'));

async function asksNothing(hub) {
    let asked = 0;
    const note = (request) => { asked += request.url().includes('/hub/now') ? 1 : 0; };
    hub.page.on('request', note);
    await hub.page.clock.fastForward(4 * EVERY_MS);
    await hub.page.evaluate(() => 0); // what it asked for by now has begun
    hub.page.off('request', note);
    demand(asked === 0, `it asked ${asked} times`);
}

const hide = (hub, isHidden) => hub.page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
}, isHidden);
