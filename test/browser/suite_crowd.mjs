// suite_crowd.mjs: a queue of ten thousand: its first page, its filters, its keys, many claimed at once, and every page
// of it. Takes long to fill; stands in `make soak`.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BUDGETS, weigh, weightComplaints } from './check_weight.mjs';
import { demand, demandNone, waitFor } from './tap.mjs';
import { register } from './walk.mjs';

const COURT = 'JL7505', OFFICER = 'officer@7505';
const PAGE = 50; // WORKLIST_PAGE
const SOON_MS = 50; // to the first byte, of the slowest twentieth
const matters = Number(process.env.TONGBAN_CROWD ?? 10_000);

const ROWS = 'main [data-row]';
const numbers = (visit) => visit.page.locator(`${ROWS} .queue__number`).allInnerTexts();
const tallies = (visit) => visit.page.locator('main .tabs .badge').allInnerTexts();

export async function suiteCrowd(stage, tap) {
    let filed, before;
    const crowd = (name, body) => tap.run(stage, `crowd: ${name}`, async (visit) => {
        const officer = await visit({ who: OFFICER, width: 1440 });
        await body(officer, visit);
    });
    await crowd('the queue before the others come', async (officer) => {
        await officer.go('/desk');
        before = await numbers(officer);
    });
    await tap.run(stage, `crowd: ${matters} matters come in`, async () => {
        filed = await fill(stage);
        demand(filed.length === matters, `${filed.length} came in`);
    }, 30 * 60_000);
    await crowd('the first page is light, bounded and quick', firstPage);
    await crowd('tabs and filters tell the same numbers as the lists behind them', (officer) =>
        narrow(officer, before));
    await crowd('keys walk fifty rows, and the pane follows', walkRows);
    await crowd('a page of rows is claimed at once, and is on the list of who claimed it', claimAll);
    await crowd('one of them is worked on like any other', (officer) => workOn(officer, filed));
    await crowd('every page leads to the next, and each matter stands there once', (officer) =>
        readAll(officer, [...before, ...filed]));
}

/** The program rests while matters are brought in as a counter would. Gives their numbers. */
async function fill(stage) {
    const folder = await mkdtemp(join(stage.folder, 'crowd-'));
    await stage.crash(() => {
        const made = spawnSync(join(dirname(stage.program), 'bench/bench-fill'),
            [stage.data, stage.rules, COURT, matters, 0, folder].map(String), { encoding: 'utf8' });
        demand(made.status === 0, `nothing came in: ${made.stderr}`);
    });
    return (await readFile(join(folder, `${COURT}.matters`), 'utf8')).trim().split('\n');
}

async function firstPage(officer) {
    const scales = await weigh(officer.page);
    await officer.go('/desk');
    const first = await scales.sum();
    await officer.go('/desk?v=free');
    scales.forget();
    await officer.go('/desk');
    const next = await scales.sum();
    await scales.end();
    const nodes = await officer.page.evaluate(() => document.querySelectorAll('*').length);
    demand((await numbers(officer)).length === PAGE, `${(await numbers(officer)).length} rows stand there`);
    demandNone(weightComplaints(first, next, nodes, BUDGETS.staff));
    for (const path of ['/desk', '/desk?v=mine', '/desk?court=JL7503', '/desk?s=registered', '/desk?v=free&kind=civil_filing']) {
        const took = [];
        for (let i = 0; i < 40; i++) {
            const start = performance.now();
            await officer.ask(path);
            took.push(performance.now() - start);
        }
        const slow = took.sort((one, other) => one - other)[37];
        demand(slow <= SOON_MS, `${path} takes ${slow.toFixed(1)} ms, ${SOON_MS} are allowed`);
    }
}

async function narrow(officer, before) {
    await officer.go('/desk');
    const [all, mine, free, late] = (await tallies(officer)).map((text) => parseInt(text));
    demand(all === PAGE && free === PAGE, `all ${all}, free ${free}`);
    for (const [tab, tally] of [['mine', mine], ['late', late]]) {
        await officer.go(`/desk?v=${tab}`);
        const listed = (await numbers(officer)).length;
        demand(listed === tally, `${tab}: ${listed} are listed, the tab says ${tally}`);
    }
    // What was there before lies somewhere among ten thousand, and is found by where it came from.
    const from = before.filter((number) => number.startsWith('7503'));
    await officer.go('/desk?court=JL7503');
    const found = await numbers(officer);
    demand(from.length > 0 && found.join() === from.join(), `found are ${found}, not ${from}`);
    demand(parseInt((await tallies(officer))[0]) === from.length, `the tab says ${await tallies(officer)}`);
    await officer.go('/desk?kind=enforcement_filing');
    demand((await numbers(officer)).length === 0, 'a civil case is shown as enforcement');
    demand(await officer.page.locator('main .pager a').count() === 0, 'there is said to be more of nothing');
}

async function walkRows(officer) {
    await officer.go('/desk');
    const rows = await numbers(officer);
    for (let i = 0; i < PAGE + 2; i++)
        await officer.page.keyboard.press('j');
    await waitFor(async () => (await officer.text('[data-pane]')).includes(rows.at(-1)), 'the pane does not follow');
    await officer.page.keyboard.press('k');
    await waitFor(async () => (await officer.text('[data-pane]')).includes(rows.at(-2)), 'the pane does not go back');
    const nodes = await officer.page.evaluate(() => document.querySelectorAll('*').length);
    demand(nodes <= BUDGETS.staff.nodes, `${nodes} elements after fifty rows, ${BUDGETS.staff.nodes} are allowed`);
}

async function claimAll(officer) {
    await officer.go('/desk?v=mine');
    const mine = (await numbers(officer)).length;
    await officer.go('/desk?v=free');
    const rows = await numbers(officer);
    for (const box of await officer.page.locator(`${ROWS} [name=pick]`).all())
        await box.check();
    demand(await officer.text('[data-picked]') !== '', 'does not say how many are ticked');
    const answer = await officer.click('main [name=do][value=claim]');
    demand(answer.status() === 200, `answered ${answer.status()}`);
    await officer.go('/desk?v=mine');
    const now = await numbers(officer);
    demand(now.length === Math.min(PAGE, mine + rows.length), `${now.length} are mine, ${mine} were`);
    await officer.go('/desk?v=free');
    const left = await numbers(officer);
    demand(left.length === PAGE && !left.some((one) => rows.includes(one)), 'what was claimed can still be taken');
}

async function workOn(officer, filed) {
    await officer.go('/desk?v=mine');
    const matter = (await numbers(officer)).find((number) => filed.includes(number));
    demand(matter !== undefined, 'none of them is mine');
    await officer.click(`main table [href="/desk/m/${matter}"]`);
    await register(officer);
    await officer.go('/desk?v=mine');
    demand(!(await numbers(officer)).includes(matter), 'it stands in the queue although it is registered');
}

/** Page by page as the link at its end leads; only asked for, as fifty rows look like fifty others. */
async function readAll(officer, expected) {
    const seen = [];
    let path = '/desk', pages = 0;
    while (path !== undefined) {
        const { status, page } = await officer.ask(path);
        demand(status === 200, `${path} answers ${status}`);
        seen.push(...[...page.matchAll(/class="queue__number" href="\/desk\/m\/([0-9A-Z-]+)"/g)].map(([, no]) => no));
        path = /class="pager"><a [^>]*href="([^"]+)"/.exec(page)?.[1].replaceAll('&amp;', '&');
        demand(++pages <= expected.length / PAGE + 2, 'the pages have no end');
    }
    const left = new Set(expected);
    demand(new Set(seen).size === seen.length, 'a matter stands there twice');
    demandNone(seen.filter((number) => !left.has(number)).slice(0, 5).map((number) => `not expected: ${number}`));
    // One was registered meanwhile.
    demand(seen.length === expected.length - 1, `${seen.length} are listed, ${expected.length - 1} wait`);
}
