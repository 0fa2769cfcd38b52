// walk.mjs: the pieces that walks are made of: a filing page by page, a step of a matter, waiting for another
// court. All of them go by addresses and names of fields, so that they hold in every language.
import { say } from './words.mjs';
import { demand, waitFor } from './tap.mjs';

export const SEND = 'main form[method=post] .actions button[type=submit]';
export const SEND_ONE = 'main form button[type=submit].button'; // where a page has one form with one button
export const RARE = '𠮷野조선'.padEnd(100, '长'); // a name of 100 characters, rare and Korean ones among them
export const ADDRESS = '吉林省延边州和龙市某街1号';
const COMPLAINT = { name: '民事起诉状（𠮷野조선）.txt', mimeType: 'text/plain', buffer: Buffer.from('民事起诉状\n') };
const TROUBLE = { zh: '借钱不还', ko: '돈을 빌려', en: 'debt' }; // as people say it
const CAUSE = '民间借贷纠纷';

// ---- a filing ----

/** A filing from its first page to the acknowledgement; gives the number of the matter. */
export async function file(visit, { at, owner = 'JL7502', paper = false }) {
    await begin(visit, at);
    await fillPages(visit, { owner, paper });
    return handIn(visit);
}

export async function begin(visit, at) {
    await visit.go(at);
    await visit.fill('q', TROUBLE[visit.language]);
    await visit.click('main form[method=get] button[type=submit]');
    await visit.page.locator('main [name=cause]').first().check();
    await visit.page.check('main [name=kind][value=civil_filing]');
    await visit.click('main form[method=post] button[type=submit]');
    await visit.isAt(/\/parties$/);
}

export async function fillParties(visit) {
    const { page } = visit;
    await page.check('main [name="parties.0.position"][value=plaintiff]');
    await page.check('main [name="parties.0.kind"][value=person]');
    await visit.fill('parties.0.name', '当事人甲');
    await visit.fill('parties.0.address', ADDRESS);
    await page.check('main [name="parties.1.position"][value=defendant]');
    await page.check('main [name="parties.1.kind"][value=person]');
    await visit.fill('parties.1.name', RARE);
    await next(visit, '/claims');
}

async function fillPages(visit, { owner, paper }) {
    const { page } = visit;
    await fillParties(visit);
    // The record names the cause as the regulation does, whatever language it was found in.
    demand(await page.inputValue('main [name=cause]') === CAUSE, 'the cause is not the official one');
    await ownWords(visit);
    await visit.fill('claims', '判令被告返还借款及利息。');
    await visit.fill('facts', '2025年3月借款，约定同年底返还，至今未还。');
    await visit.fill('amount', '２００００');
    await next(visit, '/court');
    await (await unfold(visit, `[name=owner][value=${owner}]`)).check();
    await next(visit, '/materials');
    await attach(visit, paper);
    await next(visit, '/check');
    await visit.says('𠮷野조선', 'main');
    demand((await visit.text('main')).replace(/[,\s]/g, '').includes('20000'), 'the amount is not shown');
}

/** For this cause there is an element form, which suite_elements.mjs takes; here in own words. */
export async function ownWords(visit) {
    await visit.page.check('main [name=form][value=own]');
    await next(visit, '/own');
}

/** The last page is sent; the acknowledgement names the number and the day. */
export async function handIn(visit) {
    const forWhom = visit.page.locator('main [name=for_whom]');
    if (await forWhom.count() > 0)
        await forWhom.fill('当事人甲');
    const answer = await visit.click(SEND);
    const [, number] = /\/m\/([0-9A-Z-]+)\/done$/.exec(visit.path()) ?? [];
    demand(number !== undefined, `not handed in: ${answer.status()} ${visit.path()}: ${await mistakesOf(visit)}`);
    await visit.says(number, 'main');
    demand(await visit.page.locator('main .done [href*="/papers/"]').count() > 0, 'there is no acknowledgement');
    demand(/20\d\d/.test(await visit.text('main .done p')), 'the acknowledgement has no date');
    return number;
}

/** Goes on to the next page of a filing, and says why when it does not. */
export async function next(visit, place) {
    const answer = await visit.click(SEND);
    demand(answer.status() === 200 && visit.path().includes(place),
        `${answer.status()} at ${visit.path()}, not at ${place}: ${await mistakesOf(visit)}`);
}

/** A complaint as a file, everything else on paper; or all on paper. */
export async function attach(visit, paper = false) {
    const { page } = visit;
    for (const select of await page.locator('main select[name$=".item"]').all()) {
        const entry = (await select.getAttribute('name')).replace(/\.item$/, '');
        if (!paper && await select.inputValue() === 'complaint')
            await page.setInputFiles(`main [name="${entry}.file"]`, COMPLAINT);
        else
            await page.check(`main [name="${entry}.paper"]`);
    }
}

// ---- a filing that goes on elsewhere ----

/** The code of a draft, from the last page of it: shown once. */
export async function codeOf(visit) {
    await visit.go(visit.path().replace(/[^/]+$/, 'check'));
    await visit.click('main form[action$="/code"] button');
    return (await visit.text('main .code')).trim();
}

/** The code is typed where a filing begins; gives the answer. */
export async function useCode(visit, at, code) {
    await visit.go(at);
    await visit.click('main [href$="/code"]');
    await visit.fill('code', code);
    return visit.click(SEND_ONE);
}

// ---- a step ----

/** Opens the form of a step from the page of the matter. */
export async function openStep(visit, step) {
    await visit.click(await unfold(visit, `[href$="/do/${step}"]`));
}

/** What the open form of a step is answered when it is sent as it is. */
export async function takeOpen(visit, step) {
    const answer = await visit.click(SEND);
    demand(answer.status() === 200 && !visit.path().includes('/do/'),
        `${step} was not taken: ${answer.status()}: ${await mistakesOf(visit)}`);
    await visit.says(say(visit.language, 'flash.step-taken'), 'main');
}

/** Opens a step of the matter on the screen, fills it, sends it. */
export async function take(visit, step, fill = async () => {}) {
    await openStep(visit, step);
    await fill();
    await takeOpen(visit, step);
}

/** Sent, refused at exactly these fields, and not taken. */
export async function sendWrong(visit, step, ...fields) {
    visit.allow(422);
    const answer = await visit.click(SEND);
    demand(answer.status() === 422, `${step} is answered ${answer.status()}`);
    const marked = await visit.page.$$eval('main .summary a', (links) =>
        links.map((link) => link.getAttribute('href').replace('#f-', '')));
    demand(marked.join() === fields.join(), `${step}: marked are ${marked}, not ${fields}`);
}

/** What was handed in stands open on the page; what was not lies in a fold and needs no verdict. */
export async function passEverything(visit) {
    for (const verdict of await visit.page.locator('main [name$=".verdict"][value=ok]').all())
        if (await verdict.isVisible())
            await verdict.check();
}

/** Every material is in order but the first, for this reason. */
export async function failFirst(visit, ground) {
    await passEverything(visit);
    await visit.page.locator('main [name="verdicts.0.verdict"][value=defective]').check();
    await visit.fill('verdicts.0.ground', ground);
}

/** A choice, whichever way the form draws it. */
export async function choose(visit, name, value) {
    const control = visit.page.locator(`main [name="${name}"]`).first();
    const drawn = await control.evaluate((one) => `${one.localName} ${one.type}`);
    if (drawn.startsWith('select'))
        await control.selectOption(value);
    else if (drawn === 'input text')
        await control.fill(value);
    else
        await visit.page.check(`main [name="${name}"][value="${value}"]`);
}

/** Opens the fold a thing of the page lies in; folds open without scripts. Gives the thing. */
export async function unfold(visit, selector) {
    const target = visit.page.locator(`main ${selector}`).first();
    await target.waitFor({ state: 'attached' });
    if (!await target.isVisible())
        await visit.page.locator('main details', { has: visit.page.locator(selector) }).first()
            .locator('summary').first().click();
    return target;
}

export const mistakesOf = async (visit) =>
    (await visit.page.locator('.summary, .flash--warn').allInnerTexts()).join(' ').slice(0, 600);

// ---- another court ----

/** Courts tell each other in their own time: the page is asked for until it says so, and then looked at. */
export async function arrives(visit, address, words) {
    const written = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\'', '&#39;');
    await waitFor(async () => (await visit.ask(address)).page.includes(written), `“${words}” on ${address}`);
    await visit.go(address);
    await visit.says(words, 'main');
}

/** The same for something that can be pressed: a piece of its address. */
export async function offers(visit, address, link) {
    await waitFor(async () => (await visit.ask(address)).page.includes(`${link}"`), `${link} on ${address}`);
    await visit.go(address);
}

/** An officer finds the matter in the queue and answers for it. */
export async function openReview(officer, matter) {
    await offers(officer, '/desk', `/desk/m/${matter}`);
    await officer.click(`main table [href="/desk/m/${matter}"]`);
    await take(officer, 'open');
}

/** Everything is in order: the matter is registered. */
export async function register(officer) {
    await take(officer, 'check_items', () => passEverything(officer));
    await openStep(officer, 'register');
    officer.allow(422); // the same people have been here before, with the same dispute: it is said, once
    let answer = await officer.click(SEND);
    if (answer.status() === 422)
        answer = await officer.click('main .actions [name=sure]');
    demand(answer.status() === 200 && !officer.path().includes('/do/'),
        `register was not taken: ${answer.status()}: ${await mistakesOf(officer)}`);
}

/** One defect, and a notice to correct it in five days. */
export async function askForCorrection(officer, ground) {
    await take(officer, 'check_items', () => failFirst(officer, ground));
    await take(officer, 'require_correction', () => choose(officer, 'days', '5'));
}

/** The party reads the ground and hands in what was wanting. */
export async function correct(citizen, matter, ground) {
    await arrives(citizen, `/m/${matter}`, ground);
    await take(citizen, 'hand_in_correction', () => attach(citizen));
}
