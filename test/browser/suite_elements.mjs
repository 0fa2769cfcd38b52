// suite_elements.mjs: a complaint by an element form, question by question, to the paper that is printed of it.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layoutComplaints } from './check_layout.mjs';
import { BUDGETS, weigh, weightComplaints } from './check_weight.mjs';
import { demand, demandNone } from './tap.mjs';
import { SEND, arrives, attach, begin, choose, fillParties, handIn, mistakesOf, next } from './walk.mjs';

// What is answered to a private loan; everything else is answered with no, or with what stands first.
const LOAN = {
    principal: { principal_claimed: 'true', principal_until: '2026-03-01', principal: '５０，０００' },
    interest: {
        interest_claimed: 'true', interest_until: '2026-03-01', interest: '3000.50',
        interest_method: '本金50000元，年利率6%，按日计算。', interest_to_payment: 'true',
    },
    contract: { contract_name: '借条', lender: '当事人甲', borrower: '债务人乙' },
    delivery: {
        agreed_amount: '50000', 'deliveries.0.on': '2025-03-02', 'deliveries.0.amount': '50000',
        'deliveries.0.way': 'transfer', delivered_amount: '50000',
    },
    term: { due: 'unknown', due_why: '借条上没有写' },
};

export async function suiteElements(stage, tap) {
    for (const scripts of [true, false]) {
        const how = scripts ? 'elements' : 'elements, scripts off';
        let matter;
        await tap.run(stage, `${how}: a private loan, question by question`, async (visit) => {
            const citizen = await visit({ who: 'jia', width: 390, scripts });
            await beginQuestions(citizen);
            await answerAll(citizen, LOAN);
            matter = await finish(citizen);
            await printed(citizen, matter);
        });
        await tap.run(stage, `${how}: the officer reads what was answered`, async (visit) => {
            demand(matter !== undefined, 'nothing was filed');
            const officer = await visit({ who: 'officer@7502', scripts });
            await arrives(officer, `/desk/m/${matter}`, '借条上没有写');
            await officer.says('已经到期：不清楚', 'main');
        });
    }
    await tap.run(stage, 'elements: with scripts, a question shows when the answer before asks for it', asking);
    await tap.run(stage, 'elements: another way is chosen later', chooseAnew);
}

/** Takes long; stands in `make soak`. */
export async function suiteManyParties(stage, tap) {
    await tap.run(stage, 'many parties: two hundred from a table, to the desk and to the printed complaint', twoHundred);
}

/** As far as the first question. */
async function beginQuestions(visit) {
    await begin(visit, '/apply');
    await fillParties(visit);
    demand(await visit.page.locator('main [name=form]').first().isChecked(), 'the element form is not proposed');
    await next(visit, '/q-principal');
}

/** The question on the screen: what is given, and no to everything else that must be answered. */
async function answerOne(visit, answers) {
    const { page } = visit;
    for (const group of await page.locator('main fieldset:has(input[type=radio]):visible').all()) {
        const radios = group.locator('input[type=radio]');
        const name = await radios.first().getAttribute('name');
        if (answers[name] !== undefined || await group.locator('input:checked').count() > 0)
            continue;
        const values = await radios.evaluateAll((all) => all.map((one) => one.value));
        const no = ['false', 'no'].find((one) => values.includes(one)) ?? values[0];
        await page.check(`main [name="${name}"][value="${no}"]`);
    }
    for (const [name, value] of Object.entries(answers)) {
        const isList = /\.0\.[a-z]+$/.test(name);
        if (isList && await page.locator(`main [name="${name}"]`).count() === 0)
            await visit.click(`main button[name=add][value="${name.split('.')[0]}"]`);
        const control = page.locator(`main [name="${name}"]:not([type=hidden])`).first();
        if (await control.evaluate((one) => one.matches('select, [type=radio]')))
            await choose(visit, name, value);
        else
            await control.fill(value);
    }
}

const questionOf = (visit) => /\/q-([a-z_]+)$/.exec(visit.path())?.[1];

/** Every question; the total is wrong at first. */
async function answerAll(visit, answers) {
    const { page } = visit;
    for (let question = questionOf(visit); question !== undefined; question = questionOf(visit)) {
        const progress = await visit.text('main');
        demand(/第\d+个问题，共16个/.test(progress), `no progress on ${question}`);
        await answerOne(visit, answers[question] ?? {});
        if (question === 'total') {
            demand(await page.inputValue('main [name=total]') === '53000.50', 'the total is not added up');
            await visit.says('53000.50', 'main dl');
            await visit.fill('total', '50000');
            visit.allow(422);
            const answer = await visit.click(SEND);
            demand(answer.status() === 422, `a wrong total is taken: ${answer.status()}`);
            await visit.says('标的总额写的是50000.00元，各项相加是53000.50元，相差3000.50元', 'main');
            demand(await page.inputValue('main [name=total]') === '50000', 'what was typed is gone');
            await visit.fill('total_why', '零头3000.50元自愿放弃。');
        }
        const answer = await visit.click(SEND);
        demand(answer.status() === 200 && questionOf(visit) !== question,
            `${question}: ${answer.status()}: ${await mistakesOf(visit)}`);
    }
    demand(visit.path().endsWith('/rest'), `the questions end at ${visit.path()}`);
    demand(await page.locator('main [name=claims]').count() === 0, 'claims are asked twice');
}

/** From the last question to the acknowledgement, with one answer changed from the check. */
async function finish(visit) {
    const { page } = visit;
    await visit.fill('service_address', '吉林省延边州和龙市某街1号');
    await next(visit, '/court');
    const court = page.locator('main [name=owner][value=JL7502]').first();
    if (!await court.isVisible())
        await page.locator('main summary').first().click();
    await court.check();
    await next(visit, '/materials');
    await attach(visit);
    await next(visit, '/check');
    await visit.says('本金50000元，年利率6%', 'main');
    await visit.click('main a[href$="/q-contract?then=check#f-lender"]');
    demand(await page.inputValue('main [name=lender]') === '当事人甲', 'the answer is not there');
    await visit.fill('lender', '出借人丙');
    await next(visit, '/check');
    await visit.says('出借人丙', 'main');
    return handIn(visit);
}

/** Bytes behind an address, with the cookies of the page. */
async function fetched(page, address) {
    return Buffer.from(await page.evaluate(async (at) => {
        const bytes = new Uint8Array(await (await fetch(at)).arrayBuffer());
        return btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ''));
    }, address), 'base64');
}

const readPaper = (bytes) =>
    spawnSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).stdout.toString().replace(/\s+/g, '');

const COMPLAINT = 'main a[href*="/papers/"][href$=".complaint"]';

async function textOf(visit, matter) {
    await visit.go(`/m/${matter}`);
    return readPaper(await fetched(visit.page, await visit.page.locator(COMPLAINT).first().getAttribute('href')));
}

/** The complaint as it is printed, read back. */
async function printed(visit, matter) {
    const { page } = visit;
    await visit.go(`/m/${matter}`);
    const address = await page.locator(COMPLAINT).first().getAttribute('href');
    const bytes = await fetched(page, address);
    demand(bytes.subarray(0, 5).toString() === '%PDF-', `no paper at ${address}`);
    demand(bytes.equals(await fetched(page, address)), 'the same complaint has other bytes');
    if (process.env.TONGBAN_KEEP)
        await writeFile(join(process.env.TONGBAN_KEEP, 'complaint.pdf'), bytes);
    const text = readPaper(bytes);
    for (const words of ['民事起诉状（民间借贷纠纷）', '请求归还本金：☑是□否', '尚欠本金：50000.00元',
        '已经到期：□是□否☑不清楚', '借条上没有写', '约定管辖和诉前保全', '具状人（签名或者盖章）', '零头3000.50元自愿放弃'])
        demand(text.includes(words), `the complaint does not say “${words}”: ${text.slice(0, 3000)}`);
}

/** 199 workers lend their employer, whom a table brings in with them. */
async function twoHundred(visit) {
    const workers = Array.from({ length: 199 }, (_, n) => `工友𠮷${n + 1}`);
    const citizen = await visit({ who: 'jia', width: 390 });
    await begin(citizen, '/apply');
    const draft = citizen.path().replace(/[^/]*$/, '');
    await citizen.go(`${draft}table`);
    const rows = ['诉讼地位,类型,姓名或名称,住址或住所地', ...workers.map((name, n) => `原告,自然人,${name},和龙市某街${n + 1}号`),
        '被告,法人或其他组织,某建筑公司（示例）,和龙市某路1号'];
    await citizen.page.setInputFiles('[name=table]',
        { name: '工友.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${rows.join('\r\n')}`) });
    await citizen.click('main form[enctype] button[type=submit]');
    await citizen.says('已录入 200 人', 'main');
    await citizen.go(`${draft}parties`);
    await next(citizen, '/claims');
    await next(citizen, '/q-principal');
    await answerAll(citizen, LOAN);
    const matter = await finish(citizen);
    const complaint = await textOf(citizen, matter);
    demandNone(workers.filter((name) => !complaint.includes(name)).map((name) => `the complaint leaves out ${name}`));
    await isBearable(citizen, `/m/${matter}`, BUDGETS.citizen);
    const officer = await visit({ who: 'officer@7502' });
    await arrives(officer, `/desk/m/${matter}`, workers[0]);
    await isBearable(officer, `/desk/m/${matter}`, BUDGETS.staff);
    await officer.says(workers[198], 'main');
    await isBearable(officer, '/desk', BUDGETS.staff);
    await officer.says(matter, 'main');
    await isBearable(officer, `/desk/m/${matter}/check`, BUDGETS.staff);
    await isBearable(officer, `/desk/m/${matter}/alike`, BUDGETS.staff);
}

/** A page with all of them still fits, and weighs what a page may weigh. */
async function isBearable(visit, address, budget) {
    const scales = await weigh(visit.page);
    await visit.go(address);
    const load = await scales.sum();
    await scales.end();
    const nodes = await visit.page.evaluate(() => document.querySelectorAll('*').length);
    demandNone([...weightComplaints(load, load, nodes, budget), ...await layoutComplaints(visit.page, { target: 24 })]
        .map((what) => `${address}: ${what}`));
}

async function asking(visit) {
    const citizen = await visit({ who: 'yi', width: 390 });
    const { page } = citizen;
    await beginQuestions(citizen);
    demand(!await page.isVisible('main [name=principal]'), 'a sum is asked before it is claimed');
    await page.check('main [name=principal_claimed][value=true]');
    demand(await page.isVisible('main [name=principal]'), 'the sum is not asked');
    await citizen.fill('principal', '100');
    await page.check('main [name=principal_claimed][value=false]');
    await citizen.page.waitForSelector('main [name=principal]', { state: 'hidden' });
    await next(citizen, '/q-interest'); // what does not show is not sent, so nothing contradicts the no
}

async function chooseAnew(visit) {
    const citizen = await visit({ who: 'yi', width: 390, scripts: false });
    const { page } = citizen;
    await beginQuestions(citizen);
    const [draft] = /\/apply\/[0-9a-f]+/.exec(citizen.path());
    // Without scripts a contradiction is said, and the answers stay.
    await page.check('main [name=principal_claimed][value=false]');
    await citizen.fill('principal', '100');
    citizen.allow(422);
    const answer = await citizen.click(SEND);
    demand(answer.status() === 422, `a contradiction is taken: ${answer.status()}`);
    await citizen.says('“尚欠本金”请留空', 'main');
    demand(await page.inputValue('main [name=principal]') === '100', 'the answer is gone');
    await citizen.go(`${draft}/claims`);
    await page.check('main [name=form][value=own]');
    await next(citizen, '/own');
    await citizen.go(`${draft}/q-principal`);
    await citizen.isAt(/\/claims$/);
}
