// suite_journeys.mjs: what each person comes for, done from beginning to end: citizen, counter, officer, judge,
// hub. Each journey is walked in six looks, which hold every pair of language, width, and scripts on or off.
import { WALK_WAYS, nameOfWalk, pairsLeftOut, walks } from './looks.mjs';
import { demand, demandNone } from './tap.mjs';
import { arrives, askForCorrection, choose, correct, file, offers, openReview, register, take } from './walk.mjs';
import { ruled, say } from './words.mjs';

const GROUND = '诉讼请求没有写明利息从哪一天算起';

export async function suiteJourneys(stage, tap) {
    await tap.run(stage, 'journeys: the looks show every pair of language, width and scripts', async () =>
        demandNone(pairsLeftOut(walks, WALK_WAYS)));
    for (const look of walks)
        await journey(tap, stage, look);
}

async function journey(tap, stage, look) {
    const how = `journey in ${nameOfWalk(look)}`;
    let matter, counted;
    await tap.run(stage, `${how}: a citizen files from home`, async (visit) => {
        const citizen = await visit({ who: 'jia', ...look });
        matter = await file(citizen, { at: '/apply' });
    });
    await tap.run(stage, `${how}: an officer asks for a correction, the citizen makes it, it is registered`,
        async (visit) => {
            demand(matter !== undefined, 'nothing was filed');
            const officer = await visit({ who: 'officer@7502', ...look });
            const citizen = await visit({ who: 'jia', ...look });
            await openReview(officer, matter);
            await askForCorrection(officer, GROUND);
            await correct(citizen, matter, GROUND);
            await offers(officer, `/desk/m/${matter}`, '/do/check_items');
            await register(officer);
            await arrives(citizen, `/m/${matter}`, ruled(look.language, 'states', 'registered'));
            await citizen.says(ruled(look.language, 'papers', 'acceptance_notice'), 'main');
        });
    await tap.run(stage, `${how}: a counter clerk files for a person with an identity card`, async (visit) => {
        const clerk = await visit({ who: 'counter@7504', ...look });
        counted = await file(clerk, { at: '/desk/new', paper: true });
    });
    await tap.run(stage, `${how}: an officer proposes a refusal, a judge signs it, the counter hands it over`,
        async (visit) => {
            demand(counted !== undefined, 'nothing was filed');
            await refuse(visit, look, counted);
        });
    await tap.run(stage, `${how}: an enquiry by number with the party present`, async (visit) => {
        demand(matter !== undefined, 'nothing was filed');
        const clerk = await visit({ who: 'counter@7503', ...look });
        await clerk.go('/desk/enquiry');
        await clerk.fill('number', matter);
        await clerk.fill('person', '当事人甲');
        await clerk.fill('reason', '本人到窗口询问进度');
        await clerk.click('main form[method=post] button[type=submit]');
        await arrives(clerk, `/desk/enquiry/${matter}`, ruled(look.language, 'states', 'registered'));
    });
    await tap.run(stage, `${how}: anybody works out a fee`, async (visit) =>
        reckon(await visit({ ...look }), look.language));
    await tap.run(stage, `${how}: the hub sees who holds what and urges, the head of division answers`,
        async (visit) => urge(visit, look));
}

/** From the first page to a sum with its steps; a counterclaim; a sum that is none; a tariff with a range. */
async function reckon(reader, language) {
    const send = 'main form[action="/fee"] button[type=submit]';
    await reader.go('/');
    await reader.click('main a[href="/fee"]');
    await reader.click('main a[href="/fee?kind=property"]');
    await reader.fill('amount', '１２３,４５６.７８元');
    await reader.page.check('main [name=halve][value=summary]');
    await reader.page.check('main [name=halve][value=mediated]');
    await reader.click(send);
    for (const words of ['1384.57', '人民币壹仟叁佰捌拾肆元伍角柒分', '2250.00', '469.1356', '2769.1356', '2.5%'])
        await reader.says(words, 'main [role=status]');
    await reader.says(say(language, 'fee.note'), 'main');
    demand(await reader.page.inputValue('#f-amount') === '123456.78', 'the cleaned sum is not shown');
    await reader.page.locator('main form summary').click();
    await reader.fill('counterclaim', '36000');
    await reader.click(send);
    await reader.says(say(language, 'fee.result-counterclaim'), 'main');
    await reader.says('350.00', 'main');
    reader.allow(422);
    await reader.fill('amount', '1e5');
    const answer = await reader.click(send);
    demand(answer.status() === 422, `answered ${answer.status()}`);
    await reader.says(say(language, 'form.type-money'), 'main .summary');
    demand(await reader.page.inputValue('#f-amount') === '1e5', 'what was typed is gone');
    demand(await reader.page.inputValue('#f-counterclaim') === '36000', 'the counterclaim is gone');
    await reader.go('/fee?kind=labour');
    await reader.says('10.00', 'main [role=status]');
    await reader.click('main a.button[href="/fee"]');
    await reader.click('main a[href="/fee?kind=divorce"]');
    await reader.fill('base', '300');
    await reader.fill('property', '200001');
    await reader.click(send);
    await reader.says('300.01', 'main [role=status]');
}

async function refuse(visit, look, matter) {
    const officer = await visit({ who: 'officer@7502', ...look });
    const judge = await visit({ who: 'judge@7502', ...look });
    const clerk = await visit({ who: 'counter@7504', ...look });
    await openReview(officer, matter);
    await take(officer, 'propose_refusal', async () => {
        await choose(officer, 'reason', 'arbitration');
        await officer.fill('explanation', '合同约定仲裁，经释明仍坚持起诉。');
    });
    await judge.go('/desk');
    await judge.click(`main table [href="/desk/m/${matter}"]`);
    await take(judge, 'sign_refusal', async () => {
        // What was proposed stands there; the ruling is the judge's own.
        demand(await judge.page.inputValue('main [name=explanation]') === '合同约定仲裁，经释明仍坚持起诉。',
            'the proposal is not shown');
        await judge.fill('explanation', '双方之间有书面仲裁协议，人民法院不应受理。');
    });
    await arrives(clerk, `/desk/m/${matter}`, ruled(look.language, 'papers', 'refusal_ruling'));
    await take(clerk, 'paper_handed_over', async () => {
        await clerk.fill('papers', '不予受理裁定书一份');
        await clerk.fill('received_by', '当事人甲');
    });
    // The court that decided is told.
    await arrives(officer, `/desk/m/${matter}`, ruled(look.language, 'steps', 'note_intake'));
}

async function urge(visit, look) {
    const hub = await visit({ who: 'hub@75', ...look });
    const head = await visit({ who: 'head@7501', ...look });
    await hub.go('/hub');
    await hub.page.click('#courts-table summary');
    await hub.click('main [href^="/hub?court=JL7501"]');
    await hub.click('main .kpi[href="/hub/list?of=late&court=JL7501"]');
    const address = await hub.page.locator('main [href^="/hub/m/"]').first().getAttribute('href');
    const matter = address.replace('/hub/m/', '');
    await hub.click(`main [href="${address}"]`);
    demand(!(await hub.text('main')).includes('当事人'), 'the hub reads the names of parties');
    const message = `请在今天内答复（${nameOfWalk(look)}）`;
    await hub.fill('message', message);
    await hub.click('main form[method=post] button[type=submit]');
    await hub.says(say(look.language, 'flash.urged'), 'main');
    await arrives(hub, address, say(look.language, 'hub.urged-received'));
    const task = ruled(look.language, 'tasks', 'answer_hub');
    await head.go('/desk');
    await head.says(task, 'main .rows');
    await head.click(`main .rows [href="/desk/m/${matter}"]`);
    await head.says(message, 'main');
    await take(head, 'answer_urging', () => head.fill('answer', '经办人今天答复。'));
    demand(await head.page.locator('[aria-labelledby=tasks]', { hasText: task }).count() === 0,
        'the task is not closed');
}
