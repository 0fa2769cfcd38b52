// run.mjs: Lighthouse over the key pages, each as who reads it, and nothing below what is asked for. Speaks TAP.
//
// usage: node run.mjs PROGRAM RULES   (TONGBAN_CASE: a piece of the name of the pages to run)
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { addressOf, keyPlaces, nameOf } from '../places.mjs';
import { BROWSER, Stage } from '../stage.mjs';
import { Tap, demandNone } from '../tap.mjs';

// Of the suites' own package.
const { chromium } = createRequire(new URL('../', import.meta.url))('playwright-core');

const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const CASE_MS = 5 * 60_000;

const [program, rules] = process.argv.slice(2);
const tap = new Tap(process.env.TONGBAN_CASE);
let stage, chrome, own; // own: what the browser that is judged in keeps of whoever reads
try {
    stage = await Stage.open({ program: resolve(program), rules: resolve(rules) });
    await stage.start();
    chrome = await launch({ chromePath: BROWSER, chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu'] });
    [own] = (await chromium.connectOverCDP(`http://127.0.0.1:${chrome.port}`)).contexts();
    for (const place of keyPlaces)
        await tap.run(stage, `lighthouse: ${nameOf(place)}`, (visit) => judge(visit, place), CASE_MS);
    tap.line('lighthouse: the program ends well', await stage.stop());
} catch (error) {
    console.log(`Bail out! ${String(error.stack ?? error).replaceAll('\n', ' ')}`);
    process.exitCode = 1;
} finally {
    await chrome?.kill();
    await stage?.close();
}
if (!tap.end())
    process.exitCode = 1;

async function judge(visit, place) {
    const address = await addressOf(place, stage);
    const reader = await visit({ who: place.who });
    await own.clearCookies();
    await own.addCookies(await reader.context.cookies());
    const { lhr } = await lighthouse(stage.origin + address, {
        port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'error', output: 'json',
    }, place.staff ? desktopConfig : undefined);
    if (lhr.runtimeError !== undefined || !lhr.finalDisplayedUrl.endsWith(address))
        throw new Error(`${lhr.runtimeError?.message ?? 'ended'} at ${lhr.finalDisplayedUrl}`);
    const scores = CATEGORIES.map((name) => [name, Math.round(lhr.categories[name].score * 100)]);
    tap.note(`${nameOf(place)}: ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}`);
    const lacking = (name) => lhr.categories[name].auditRefs.map(({ id, weight }) => ({ ...lhr.audits[id], weight }))
        .filter(({ weight, score }) => weight > 0 && score !== null && score < 0.9)
        .map(({ id, displayValue }) => `${id}${displayValue ? ` (${displayValue})` : ''}`);
    demandNone(scores.filter(([, score]) => score < LEAST)
        .map(([name, score]) => `${name} is ${score}, ${LEAST} is asked for: ${lacking(name).join(', ')}`));
}
