// suite_teeth.mjs: the checks are checked: a fault is planted in a page, and they must find it.
import { axeComplaints } from './check_axe.mjs';
import { engineComplaints } from './check_engine.mjs';
import { htmlComplaints } from './check_html.mjs';
import { layoutComplaints, stuckComplaints } from './check_layout.mjs';
import { BUDGETS, weigh, weightComplaints } from './check_weight.mjs';
import { wordsComplaints } from './check_words.mjs';
import { looksFor, pairsLeftOut } from './looks.mjs';
import { readRoutes, routeOf } from './routes.mjs';
import { strainWords } from './strain.mjs';
import { demand } from './tap.mjs';

const has = (complaints, piece) =>
    demand(complaints.some((complaint) => complaint.includes(piece)),
        `not told “${piece}”, but: ${complaints.join('\n') || 'nothing'}`);

export async function suiteTeeth(stage, tap) {
    // What is planted, into which page, and what must be said of it.
    const planted = [
        ['axe', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', axeComplaints, 'axe image-alt'],
        ['axe', '<p class="pale">pale</p>', axeComplaints, 'axe color-contrast'],
        ['layout', '<p class="wide">wide</p>', (page) => layoutComplaints(page, { target: 24 }),
            'px wide on a screen'],
        ['layout', '<p class="cut">a text that does not fit into its place</p>',
            (page) => layoutComplaints(page, { target: 24 }), 'text is cut off'],
        ['layout', '<button class="tiny"></button>', (page) => layoutComplaints(page, { target: 24 }),
            'a target of 10 x 10 px'],
        ['layout', '<p class="low">text that is higher than its box, which it leaves</p>',
            (page) => layoutComplaints(page, { target: 24 }), 'text runs out of its box'],
        ['layout', '<p class="over">over</p><a class="under" href="/help">under</a>', stuckComplaints,
            'has the focus behind <p class="over">'],
        ['layout', '<p class="over">over</p>', stuckComplaints, 'px stay covered'],
        ['words', '<p>请在窗口办理</p>', wordsComplaints, '请在窗口办理'],
        ['words', '<p title="请在窗口办理">x</p>', wordsComplaints, '请在窗口办理'],
    ];
    for (const [check, html, complaintsOf, piece] of planted) {
        await tap.run(stage, `teeth: ${check} finds ${html.slice(0, 30)}`, async (visit) => {
            const { page } = await plant(visit, html);
            has(await complaintsOf(page), piece);
        });
    }
    // What was held against every rule once is held only against some; a fault must not hide behind that.
    const later = [
        ['a list that holds a paragraph', '<ul><p>x</p></ul>', 'axe list:'],
        ['a role that there is not', '<p role="sentence">x</p>', 'axe aria-roles'],
    ];
    for (const [what, html, piece] of later) {
        await tap.run(stage, `teeth: axe finds ${what} on a page it knows`, async (visit) => {
            const { page } = await plant(visit, '');
            const skeletons = new Set();
            await axeComplaints(page, skeletons);
            await add(page, html);
            has(await axeComplaints(page, skeletons), piece);
        });
    }
    await tap.run(stage, 'teeth: axe finds wrong words and colours in a known skeleton', async (visit) => {
        const { page } = await plant(visit, '<p lang="en" class="dim">x</p>');
        const skeletons = new Set();
        await axeComplaints(page, skeletons);
        await page.evaluate(() => {
            document.querySelector('main > .dim').lang = 'qqqqq';
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('.dim { color: #ccc; background: #fff }');
            document.adoptedStyleSheets.push(sheet);
        });
        const found = await axeComplaints(page, skeletons);
        has(found, 'axe valid-lang');
        has(found, 'axe color-contrast');
        demand(skeletons.size === 1, 'a word or a colour changed the skeleton');
    });
    await tap.run(stage, 'teeth: words are lengthened, and names are as long as may be', async (visit) => {
        const { page } = await plant(visit, '<p id="words">A sentence of some words.</p><p id="name">当事人甲</p>');
        await strainWords(page);
        const { words, name } = await page.evaluate(() => ({
            words: document.querySelector('#words').textContent, name: document.querySelector('#name').textContent }));
        demand(words.length >= 1.4 * 'A sentence of some words.'.length && words.includes('é'), `written is ${words}`);
        demand(name.length === 100 && name.startsWith('当事人甲'), `the name is ${name}`);
    });
    await tap.run(stage, 'teeth: a quote in Chinese may stand when it is marked', async (visit) => {
        const { page } = await plant(visit, '<p lang="zh-CN">请在窗口办理</p>');
        demand(!(await wordsComplaints(page)).some((what) => what.includes('窗口')), 'a quote was found');
    });
    await tap.run(stage, 'teeth: html finds what is not valid', async () => {
        has(await htmlComplaints('<!doctype html>\n<html lang="en"><head><title>t</title></head>' +
            '<body><p><div></div></p></body></html>'), 'html ');
        has(await htmlComplaints('<!doctype html>\n<p style="color:red">t</p>'), 'no-inline-style');
        has(await htmlComplaints('<!doctype html>\n<script>alert(1)</script>'), 'a script stands');
        has(await htmlComplaints('<!doctype html>\n<p onclick="x()">t</p>'), 'on… attribute');
    });
    await tap.run(stage, 'teeth: engine finds what old engines lack', async () => {
        has(engineComplaints('.a { color: red }\n.b { .c { color: red } }', 'css', 'x'), 'nesting');
        has(engineComplaints('.a:has(b) { color: red }', 'css', 'x'), ':has()');
        const both = '@supports (height: 1dvh) { a { height: 1dvh } }\n.b { height: 2dvh }';
        has(engineComplaints(both, 'css', 'x'), 'dvh');
        has(engineComplaints('const last = list.at(-1);', 'js', 'x'), '.at()');
        const may = '/* :has( */ @supports selector(:has(a)) { a:has(b) { color: red } }\n' +
            '@media print { a { color: red } }';
        demand(engineComplaints(may, 'css', 'x').length === 0, 'what may stand is found');
    });
    await tap.run(stage, 'teeth: weight finds a page that is too heavy', async (visit) => {
        const { page, go } = await opened(visit);
        const scales = await weigh(page);
        await go('/');
        const sum = await scales.sum();
        demand(sum.all > 1000 && sum.html > 100 && sum.requests > 1, `weighed ${JSON.stringify(sum)}`);
        has(weightComplaints(sum, sum, 1, { ...BUDGETS.citizen, first: 100 }), 'bytes at the first visit');
        has(weightComplaints(sum, sum, 1, { ...BUDGETS.citizen, requests: 1 }), 'requests');
        has(weightComplaints(sum, sum, 9999, BUDGETS.citizen), 'elements');
    });
    // The watch sees what no case asks for.
    const seen = [
        ['a console error', () => console.error('planted'), 'console: planted'],
        ['an error of a script', () => setTimeout(() => { throw new Error('planted'); }), 'script: planted'],
        ['a breach of the policy', () => {
            const script = document.createElement('script');
            script.textContent = '1';
            document.body.append(script);
        }, 'Content Security Policy'],
        ['an answer nobody expected', () => fetch('/there-is-no-such-page'), 'answer 404'],
    ];
    for (const [what, act, piece] of seen) {
        await tap.run(stage, `teeth: the watch sees ${what}`, async (visit) => {
            // Not through `visit`: what this one sees must not fail the case.
            const watched = await stage.visit();
            try {
                await watched.go('/help');
                await watched.page.evaluate(act);
                await watched.go('/courts');
                has(watched.complaints(), piece);
            } finally {
                await watched.close();
            }
        });
    }
    await tap.run(stage, 'teeth: looks and addresses', async () => {
        demand(pairsLeftOut(looksFor(0)).length > 0, 'three looks cannot show every pair');
        const routes = readRoutes();
        demand(routeOf(routes, 'GET', '/help')?.name === 'GET /help', 'GET /help is not found');
        demand(routeOf(routes, 'GET', '/helpless') === undefined, 'GET /helpless is found');
    });
}

async function opened(visit) {
    const made = await visit({ language: 'en', width: 390 });
    return { page: made.page, go: (path) => made.go(path) };
}

async function plant(visit, html) {
    const made = await opened(visit);
    await made.go('/help');
    await add(made.page, html);
    await made.page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.pale { color: #ccc; background: #fff }
            .wide { width: 2000px }
            .cut { width: 40px; height: 20px; overflow: hidden; white-space: nowrap }
            .low { width: 60px; height: 20px }
            .over { position: fixed; inset: 0; background: #fff }
            .tiny { width: 10px; height: 10px; min-width: 0; min-height: 0; padding: 0; border: 0 }`);
        document.adoptedStyleSheets.push(sheet);
    });
    return made;
}

const add = (page, html) =>
    page.evaluate((planted) => document.querySelector('main').insertAdjacentHTML('beforeend', planted), html);
