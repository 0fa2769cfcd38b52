// suite_journeys.mjs: what each person comes for, done from beginning to end; with scripts, and without.
import { demand, waitFor } from './tap.mjs';

const COMPLAINT = { name: '民事起诉状（𠮷野조선）.txt', mimeType: 'text/plain', buffer: Buffer.from('民事起诉状\n') };
const SEND = 'main form[method=post] .actions button[type=submit]';

export async function suiteJourneys(stage, tap) {
    for (const scripts of [true, false]) {
        const how = scripts ? 'journey' : 'journey, scripts off';
        let matter;
        await tap.run(stage, `${how}: a citizen files from home`, async (visit) => {
            const citizen = await visit({ who: 'jia', width: 390, scripts });
            matter = await file(citizen, '/apply');
        });
        await tap.run(stage, `${how}: an officer asks for a correction, the citizen makes it, it is registered`,
            async (visit) => {
                demand(matter !== undefined, 'nothing was filed');
                const officer = await visit({ who: 'officer@7502', scripts });
                const citizen = await visit({ who: 'jia', width: 390, scripts });
                await askForCorrection(officer, matter);
                await correct(citizen, matter);
                await register(officer, matter);
                await arrives(citizen, `/m/${matter}`, '已立案');
                await citizen.says('受理案件通知书', 'main');
            });
        await tap.run(stage, `${how}: a counter clerk files for a person with an identity card`, async (visit) => {
            const clerk = await visit({ who: 'counter@7504', width: 1440, scripts });
            await file(clerk, '/desk/new');
        });
        await tap.run(stage, `${how}: an enquiry by number with the party present`, async (visit) => {
            demand(matter !== undefined, 'nothing was filed');
            const clerk = await visit({ who: 'counter@7503', width: 1440, scripts });
            await enquire(clerk, matter);
        });
        await tap.run(stage, `${how}: the hub sees who holds what`, async (visit) => {
            const hub = await visit({ who: 'hub@75', width: 1440, scripts });
            await oversee(hub);
        });
    }
    await tap.run(stage, 'journey: a judge signs a refusal', async (visit) => {
        const judge = await visit({ who: 'judge@7505', width: 390 });
        await judge.go('/desk');
        await judge.click('main table [href^="/desk/m/"]');
        await take(judge, 'sign_refusal');
    });
}

/** Opens a step of the matter on the screen, fills it, sends it; gives the address of the matter. */
async function take(visit, step, fill = async () => {}) {
    const link = visit.page.locator(`main [href$="/do/${step}"]`).first();
    if (!await link.isVisible())
        await visit.page.locator('main summary').first().click();
    await visit.click(link);
    await fill();
    const answer = await visit.click(SEND);
    demand(answer.status() === 200 && !visit.path().includes('/do/'),
        `${step} was not taken: ${answer.status()}: ${await mistakesOf(visit)}`);
    await visit.says('已经记录在册', 'main');
}

const mistakesOf = async (visit) =>
    (await visit.page.locator('.summary, .flash--warn').allInnerTexts()).join(' ').slice(0, 600);

/** Goes on to the next page of a filing, and says why when it does not. */
async function next(visit, place) {
    const answer = await visit.click(SEND);
    demand(answer.status() === 200 && visit.path().includes(place),
        `${answer.status()} at ${visit.path()}, not at ${place}: ${await mistakesOf(visit)}`);
}

/** A filing page by page; gives the number of the matter. */
async function file(visit, from) {
    const { page } = visit;
    await visit.go(from);
    await visit.fill('q', '借钱不还');
    await visit.click('main form[method=get] button[type=submit]');
    await page.locator('main [name=cause]').first().check();
    await page.check('main [name=kind][value=civil_filing]');
    await visit.click('main form[method=post] button[type=submit]');
    await visit.isAt(/\/parties$/);

    await page.check('main [name="parties.0.position"][value=plaintiff]');
    await page.check('main [name="parties.0.kind"][value=person]');
    await visit.fill('parties.0.name', '当事人甲');
    await visit.fill('parties.0.address', '吉林省延边州和龙市某街1号');
    await page.check('main [name="parties.1.position"][value=defendant]');
    await page.check('main [name="parties.1.kind"][value=person]');
    await visit.fill('parties.1.name', '𠮷野조선'.padEnd(100, '长'));
    await next(visit, '/claims');

    await visit.fill('claims', '判令被告返还借款20000元。');
    await visit.fill('facts', '2025年3月借款，约定同年底返还，至今未还。');
    await visit.fill('amount', '２００００');
    await next(visit, '/court');

    // Whatever scripts say: a fold opens without them.
    const court = page.locator('main [name=owner][value=JL7502]').first();
    if (!await court.isVisible())
        await page.locator('main summary').first().click();
    await court.check();
    await next(visit, '/materials');

    await attach(visit);
    await next(visit, '/check');
    await visit.says('𠮷野조선', 'main');
    await visit.says('20000', 'main');
    const forWhom = page.locator('main [name=for_whom]');
    if (await forWhom.count() > 0)
        await forWhom.fill('当事人甲');
    const answer = await visit.click(SEND);
    demand(/\/m\/[0-9-]+\/done$/.test(new URL(page.url()).pathname),
        `not handed in: ${answer.status()} ${visit.path()}: ${await mistakesOf(visit)}`);
    const [, number] = /\/m\/([0-9-]+)\/done/.exec(page.url());
    await visit.says(number, 'main');
    demand(/\d+月\d+日/.test(await visit.text('main')), 'the acknowledgement has no date');
    return number;
}

/** A complaint as a file; everything else on paper. */
async function attach(visit) {
    const { page } = visit;
    for (const select of await page.locator('main select[name$=".item"]').all()) {
        const entry = (await select.getAttribute('name')).replace(/\.item$/, '');
        if (await select.inputValue() === 'complaint')
            await page.setInputFiles(`main [name="${entry}.file"]`, COMPLAINT);
        else
            await page.check(`main [name="${entry}.paper"]`);
    }
}

/** Courts tell each other in their own time: the page is looked at again until it says so. */
async function arrives(visit, address, words) {
    await waitFor(async () => {
        await visit.go(address);
        return (await visit.text('main')).includes(words);
    }, `“${words}” on ${address}`);
}

async function askForCorrection(visit, matter) {
    await arrives(visit, '/desk', matter);
    await visit.click(`main table [href="/desk/m/${matter}"]`);
    await take(visit, 'open');
    await take(visit, 'check_items', async () => {
        await passEverything(visit);
        await visit.page.locator('main [name="verdicts.0.verdict"][value=defective]').check();
        await visit.fill('verdicts.0.ground', '诉讼请求没有写明利息从哪一天算起');
    });
    await take(visit, 'require_correction', () => visit.page.selectOption('main [name=days]', '5'));
}

/** What was handed in stands open on the page; what was not lies in a fold and needs no verdict. */
async function passEverything(visit) {
    for (const verdict of await visit.page.locator('main [name$=".verdict"][value=ok]').all())
        if (await verdict.isVisible())
            await verdict.check();
}

async function correct(visit, matter) {
    await visit.go('/my');
    await visit.click(`main [href="/m/${matter}"]`);
    await arrives(visit, `/m/${matter}`, '诉讼请求没有写明利息从哪一天算起');
    await take(visit, 'hand_in_correction', () => attach(visit));
}

async function register(visit, matter) {
    await arrives(visit, `/desk/m/${matter}`, '收到补正材料');
    await take(visit, 'check_items', async () => {
        await passEverything(visit);
    });
    await take(visit, 'register');
}

async function enquire(visit, matter) {
    await visit.go('/desk/enquiry');
    await visit.fill('number', matter);
    await visit.fill('person', '当事人甲');
    await visit.fill('reason', '本人到窗口询问进度');
    await visit.click('main form[method=post] button[type=submit]');
    await arrives(visit, `/desk/enquiry/${matter}`, '和龙林区基层法院');
}

async function oversee(visit) {
    await visit.go('/hub');
    await visit.click('main [href^="/hub?court="]');
    await visit.click('main [href="/hub/late"]');
    await visit.go('/hub');
    await visit.click('main [href^="/hub/m/"]');
}
