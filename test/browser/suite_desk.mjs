// suite_desk.mjs: what clerks and officers do all day: a queue narrowed and dealt with in one go, papers checked
// page by page, a filing typed without a mouse, two hundred parties from a table, a dispute filed twice.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pdf } from './paper.mjs';
import { demand, waitFor } from './tap.mjs';
import { SEND, arrives, attach, choose, handIn, offers, passEverything, unfold } from './walk.mjs';
import { ruled } from './words.mjs';


export async function suiteDesk(stage, tap) {
    await queue(stage, tap);
    await bench(stage, tap);
    await tables(stage, tap);
    await keyboardOnly(stage, tap);
    await twice(stage, tap);
}

// ---- the queue ----

const numbers = (visit) => visit.page.locator('main tbody .queue__number').allInnerTexts();

async function queue(stage, tap) {
    for (const scripts of [true, false]) {
        const how = scripts ? '' : ', scripts off';
        await tap.run(stage, `queue: filters stand in the address and tabs keep them${how}`, async (visit) => {
            const officer = await visit({ who: 'officer@7505', width: 1440, scripts });
            await officer.go('/desk');
            demand((await numbers(officer)).length === 2, 'the demo queue has other rows than expected');
            await officer.page.selectOption('#court', 'JL7503');
            await officer.click('main .filters button[type=submit]');
            const narrowed = await numbers(officer);
            demand(narrowed.length === 1 && narrowed[0].startsWith('7503'), `shows ${narrowed}`);
            await officer.isAt(/court=JL7503/);
            await officer.click('main .tabs a >> nth=0');
            await officer.isAt(/court=JL7503/);
            demand((await numbers(officer)).length === 1, 'the tab forgot the filter');
            await officer.go('/desk?kind=enforcement_filing');
            demand((await numbers(officer)).length === 0, 'a civil case is shown as enforcement');
            await officer.go('/desk?period=filing_decision&s=corrected');
            demand((await numbers(officer)).length === 1, 'state and period together do not narrow');
            await officer.click('main .filters a');
            demand((await numbers(officer)).length === 2, 'the filter does not go away');
            await officer.go('/desk?court=%22%3E%3Cb&kind=x&period=y&s=z');
            demand((await numbers(officer)).length === 2, 'what nobody offers narrows');
        });
    }
    await tap.run(stage, 'queue: a head gives several away, each with its own answer, scripts off', async (visit) => {
        const head = await visit({ who: 'head@7505', width: 1440, scripts: false });
        await head.go('/desk?role=filing_officer');
        for (const box of await head.page.locator('[name=pick]').all())
            await box.check();
        head.allow(422);
        await head.page.selectOption('#handler', { index: 1 });
        let answer = await head.click('main [name=do][value=assign]');
        demand(answer.status() === 422, `without a reason: ${answer.status()}`);
        await head.says('理由', 'main');
        /** So often a step of giving away stands in the matters that can be picked. */
        const given = async () => {
            let times = 0;
            for (const number of picked)
                times += (await head.ask(`/desk/m/${number}`)).page.split(ruled('zh', 'steps', 'assign')).length - 1;
            return times;
        };
        const giveAway = async (once) => {
            await head.go('/desk?role=filing_officer');
            for (const box of await head.page.locator('[name=pick]').all())
                await box.check();
            await head.page.selectOption('#handler', { index: 1 });
            await head.fill('reason', '轮到这位同事办理');
            if (once !== undefined)
                await head.page.evaluate((key) => { document.querySelector('#bulk [name=once]').value = key; }, once);
            const key = await head.page.inputValue('#bulk [name=once]');
            answer = await head.click('main [name=do][value=assign]');
            demand(answer.status() === 200, `answered ${answer.status()}`);
            await head.says('选了 2 件，办好 2 件', 'main');
            return key;
        };
        await head.go('/desk?role=filing_officer');
        const picked = await numbers(head);
        const before = await given();
        const once = await giveAway();
        const result = head.path();
        const after = await given();
        demand(after > before, 'what was given away is not to be seen');
        // The same form sent again, as after Back: answered as before, and nothing is given away twice.
        await giveAway(once);
        await head.isAt(result);
        demand(await given() === after, `given away ${await given() - before} times, not ${after - before}`);
    });
    await tap.run(stage, 'queue: a head takes back what he gave away, and it is taken on again', async (visit) => {
        const head = await visit({ who: 'head@7505', width: 1440, scripts: false });
        await head.go('/desk?role=filing_officer');
        const [given, other] = await numbers(head);
        for (const box of await head.page.locator('[name=pick]').all())
            await box.check();
        await head.page.selectOption('#handler', { index: 1 });
        await head.fill('reason', '轮到这位同事办理');
        await head.click('main [name=do][value=assign]');
        await head.go('/desk?role=filing_officer');
        await head.page.check(`main tr:has-text("${given}") [name=pick]`);
        head.allow(422);
        let answer = await head.click('main [name=do][value=release]');
        demand(answer.status() === 422, `without a reason: ${answer.status()}`);
        await head.go('/desk?role=filing_officer');
        await head.page.check(`main tr:has-text("${given}") [name=pick]`);
        await head.fill('reason', '这位同事回避');
        answer = await head.click('main [name=do][value=release]');
        demand(answer.status() === 200, `answered ${answer.status()}`);
        await head.says('选了 1 件，办好 1 件', 'main');
        await head.go(`/desk/m/${given}`);
        await head.says('这位同事回避', 'main');
        const officer = await visit({ who: 'officer@7505', width: 1440 });
        await officer.go('/desk');
        const claim = (number) => officer.page.locator(`main tr:has-text("${number}") form button`);
        demand(await claim(other).count() === 0, 'what somebody has can be claimed');
        await officer.click(claim(given));
        // And hands it back himself, on the page of the step.
        await officer.go(`/desk/m/${given}`);
        await officer.click(await unfold(officer, 'a[href$="/do/release"]'));
        officer.allow(422);
        answer = await officer.click(SEND);
        demand(answer.status() === 422, `without a reason: ${answer.status()}`);
        await officer.page.fill('main [name=reason]', '下周出差');
        await officer.click(SEND);
        await officer.go('/desk');
        demand(await claim(given).count() === 1, 'nobody can claim what was handed back');
    });
    await tap.run(stage, 'queue: of two claimed at once, the one a colleague was faster with is named', async (visit) => {
        const officer = await visit({ who: 'officer@7504', width: 1440 });
        const other = await visit({ who: 'officer@7504', width: 1440, scripts: false });
        await officer.go('/desk');
        const [faster, mine] = await numbers(officer);
        for (let i = 0; i < 2; i++) { // j moves, x ticks
            await officer.page.keyboard.press('j');
            await officer.page.keyboard.press('x');
        }
        demand(await officer.page.locator('[name=pick]:checked').count() === 2, 'X does not tick');
        demand(await officer.page.locator('[data-bulk]').isVisible(), 'the bar does not appear');
        await officer.page.keyboard.press('x');
        demand(await officer.page.locator('[name=pick]:checked').count() === 1, 'X does not untick');
        await officer.page.keyboard.press('x');
        await other.go('/desk');
        await other.click(`main tr:has-text("${faster}") form button`);
        const answer = await officer.click('main [name=do][value=claim]');
        demand(answer.status() === 200, `answered ${answer.status()}`);
        await officer.says('选了 2 件，办好 1 件', 'main');
        const rows = await officer.page.locator('main .rows li').allInnerTexts();
        demand(rows[0].includes(faster) && rows[0].includes('没办成'), `first stands ${rows[0]}`);
        demand(rows[1].includes(mine) && rows[1].includes('已办'), `then stands ${rows[1]}`);
        officer.allow(422);
        await officer.go('/desk');
        await officer.page.evaluate(() => { document.querySelector('[data-bulk]').hidden = false; });
        const none = await officer.click('main [name=do][value=claim]');
        demand(none.status() === 422, `nothing ticked: ${none.status()}`);
    });
    await tap.run(stage, 'queue: a stranger to a matter is not told whether there is one', async (visit) => {
        const officer = await visit({ who: 'officer@7502', width: 1440 });
        const other = await visit({ who: 'officer@7504', width: 1440 });
        await other.go('/desk');
        const hidden = (await numbers(other))[0];
        await officer.go('/desk');
        const said = [];
        for (const number of [hidden, '7599-00000-00000-00']) {
            await officer.go(`/desk/bulk?k=${'a'.repeat(32)}&do=claim&m=${number}`);
            said.push((await officer.text('main .rows')).replace(number, ''));
        }
        demand(said[0] === said[1], `differs: ${said.join(' / ')}`);
    });
}

// ---- the workbench ----

async function bench(stage, tap) {
    let matter;
    await tap.run(stage, 'bench: a paper is handed in as a PDF', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        await citizen.go('/my');
        const officer = await visit({ who: 'officer@7504', width: 1440 });
        await officer.go('/desk');
        matter = (await numbers(officer)).find((number) => number.startsWith('7599'));
        demand(matter !== undefined, 'no matter from home');
        const claim = officer.page.locator(`main tr:has-text("${matter}") form button`);
        if (await claim.count() > 0)
            await officer.click(claim);
        for (const [file, item] of [[pdf(3), 'evidence'], [pdf(1, '身份证.pdf'), 'identity']]) {
            // The court may claim it, or take the paper before, between the form and its sending: then once more.
            citizen.allow(409);
            await waitFor(async () => {
                await citizen.go(`/m/${matter}/do/supplement`);
                await citizen.page.locator('main [name="materials.0.item"]').selectOption(item);
                await citizen.page.setInputFiles('main [name="materials.0.file"]', file);
                return (await citizen.click(SEND)).status() === 200;
            }, `${item} is not taken`);
        }
        await waitFor(async () => {
            await officer.go(`/desk/m/${matter}`);
            return await officer.page.locator('main [href*="/documents/"]').count() >= 3;
        }, 'both papers at the court that decides');
    });
    await tap.run(stage, 'bench: pages are turned, enlarged and turned round while ticks stay', async (visit) => {
        const officer = await visit({ who: 'officer@7504', width: 1440 });
        await officer.go(`/desk/m/${matter}`);
        await officer.follow(() => officer.page.keyboard.press('w'));
        await officer.isAt(/\/check$/);
        const { page } = officer;
        await page.keyboard.press('1');
        demand(await page.isChecked('[name="verdicts.0.verdict"][value=ok]'), '1 ticks nothing');
        await page.keyboard.press('1');
        demand(!await page.isChecked('[name="verdicts.0.verdict"][value=ok]'), '1 does not go on');
        const turned = async (key, wanted) => {
            const came = page.waitForResponse((answer) => answer.url().includes('/pages?'));
            await page.keyboard.press(key);
            await came;
            await page.waitForFunction((want) => document.querySelector('.bench__sheet img')?.src.includes(want), wanted);
            const drawn = await page.waitForFunction(() => {
                const img = document.querySelector('.bench__sheet img');
                return img?.complete && img.naturalWidth;
            });
            return drawn.jsonValue();
        };
        await page.locator('.bench__papers a', { hasText: '证据' }).last().click();
        await page.waitForFunction(() => document.querySelector('.bench__at')?.innerText.includes('共 3 页'));
        demand(await turned('.', '/2?') === 1000, 'the second page is not drawn');
        demand(await turned('+', 'z=1') === 1000, 'larger');
        demand(await turned('+', 'z=2') === 1400, 'larger again');
        demand(await turned('r', 't=1') === 1400, 'turned right');
        await turned(',', '/1?');
        await turned('n', '/1?');
        demand(new URL(page.url()).searchParams.get('p') === '1', 'the address does not follow');
        demand(await page.isChecked('[name="verdicts.0.verdict"][value=missing]'), 'turning a page lost a tick');
    });
    await tap.run(stage, 'bench: a file that no virus scanner has seen is marked, for the court alone', async (visit) => {
        const list = join(stage.data, 'DESK', 'unscanned');
        await mkdir(list, { recursive: true });
        await writeFile(join(list, createHash('sha256').update(pdf(1, '身份证.pdf').buffer).digest('hex')), '');
        const officer = await visit({ who: 'officer@7504', width: 1440 });
        for (const [address, row] of [[`/desk/m/${matter}`, '.rows li'], [`/desk/m/${matter}/check`, '.bench__papers li']]) {
            await officer.go(address);
            const marked = await officer.page.locator(row, { hasText: '未经病毒扫描' }).allInnerTexts();
            demand(marked.length === 1 && marked[0].includes('身份'), `${address} marks ${marked}`);
        }
        const citizen = await visit({ who: 'jia', width: 390 });
        await citizen.go(`/m/${matter}`);
        demand(!(await citizen.page.locator('main').innerText()).includes('未经病毒扫描'), 'told to the party as well');
    });
    await tap.run(stage, 'bench: the same by links, scripts off', async (visit) => {
        const officer = await visit({ who: 'officer@7504', width: 1440, scripts: false });
        await officer.go(`/desk/m/${matter}/check`);
        await officer.click(officer.page.locator('.bench__papers a', { hasText: '证据' }).last());
        await officer.says('第 1 页，共 3 页', 'main');
        await officer.click('.bench__tools a:has-text("下一页")');
        await officer.says('第 2 页，共 3 页', 'main');
        await officer.click('.bench__tools a:has-text("放大")');
        await officer.click('.bench__tools a:has-text("向右转")');
        await officer.isAt(/p=2&z=1&t=1/);
        const picture = await officer.page.locator('.bench__sheet img').getAttribute('src');
        const stranger = await visit({ who: 'officer@7502' });
        await stranger.go('/desk');
        stranger.allow(404);
        demand(await stranger.page.evaluate(async (from) => (await fetch(from)).status, picture) === 404,
            'another court sees the page');
        officer.allow(404);
        for (const odd of ['d=x', 'p=0', 'p=x', 'z=9', 't=4'])
            await officer.go(`/desk/m/${matter}/check?${odd}`, 404);
    });
    await tap.run(stage, 'bench: everything checked, one notice, read first as the person will read it', async (visit) => {
        const officer = await visit({ who: 'officer@7504', width: 1440 });
        await officer.go(`/desk/m/${matter}/check`);
        await passEverything(officer);
        await officer.page.locator('[name="verdicts.0.verdict"][value=defective]').check();
        await officer.fill('verdicts.0.ground', '请补交被告身份证复印件');
        await officer.click(SEND);
        await officer.isAt(/\/check\?/);
        await officer.click('main .tabs a:has-text("补正")');
        await choose(officer, 'days', '7');
        officer.allow(422);
        let answer = await officer.click(officer.page.locator('.bench__work .actions button').first());
        demand(answer.status() === 422, `a demand no court may make went out: ${answer.status()}`);
        await officer.says('被告身份证', '.bench__work .box--warn');
        await officer.page.locator('.bench__work textarea').first().fill('请写明利息从哪一天算起');
        answer = await officer.click('.bench__work [name=preview]');
        await officer.says('请写明利息从哪一天算起', '.bench__work .box--info');
        await officer.says('请按补正告知书一次补齐材料', '.bench__work .box--info');
        answer = await officer.click(officer.page.locator('.bench__work .actions button').first());
        demand(answer.status() === 200, `not sent: ${answer.status()}`);
        await officer.says('待补正', 'main');
        const citizen = await visit({ who: 'jia', width: 390 });
        await arrives(citizen, `/m/${matter}`, '请写明利息从哪一天算起');
    });
}

// ---- many parties ----

/** So many workers and their employer; every seventh number of identity is wrong. */
function workers(count) {
    const rows = ['诉讼地位,类型,姓名或名称,居民身份证号,住址或住所地,电话'];
    for (let n = 1; n <= count; n++)
        rows.push(`原告,自然人,工友${n},${n % 7 === 0 ? '110101199001011234' : ''},和龙市某街${n}号,`);
    rows.push('被告,法人或其他组织,某建筑公司（示例）,,和龙市某路1号,');
    return rows.join('\r\n');
}

async function beginFiling(visit, from) {
    await visit.go(from);
    await visit.page.check('main [name=kind][value=civil_filing]');
    await visit.click('main form[method=post] button[type=submit]');
    return visit.path().replace(/\/[^/]*$/, '');
}

async function tables(stage, tap) {
    for (const scripts of [true, false]) {
        const how = scripts ? '' : ', scripts off';
        await tap.run(stage, `table: 199 workers and their employer from one file${how}`, async (visit) => {
            const clerk = await visit({ who: 'counter@7504', width: scripts ? 1440 : 390, scripts });
            const draft = await beginFiling(clerk, '/desk/new');
            await clerk.click('main a[href$="/table"]');
            const buffer = Buffer.from(`\uFEFF${workers(199)}`);
            await clerk.page.setInputFiles('[name=table]', { name: '工友.csv', mimeType: 'text/csv', buffer });
            await clerk.click('main form[enctype] button[type=submit]');
            await clerk.says('已录入 200 人', 'main');
            await clerk.says('有 28 人的内容要改', 'main');
            demand((await clerk.text('main tbody tr')).includes('工友7'), 'those with mistakes do not stand first');
            await clerk.go(`${draft}/parties`);
            demand(await clerk.page.locator('main input').count() < 100, 'the page of parties is a form of two hundred');
            await clerk.says('已经录入 200 位当事人', 'main');
            // The same file again changes nothing; one more is too many.
            await clerk.go(`${draft}/table`);
            await clerk.page.setInputFiles('[name=table]', { name: '工友.csv', mimeType: 'text/csv', buffer });
            await clerk.click('main form[enctype] button[type=submit]');
            await clerk.says('已录入 200 人', 'main');
            clerk.allow(422);
            await clerk.fill('pasted', '姓名或名称\t住址或住所地\n又一位\t某街');
            const answer = await clerk.click('main form[enctype] button[type=submit]');
            demand(answer.status() === 422, `201 parties: ${answer.status()}`);
            demand((await clerk.page.inputValue('[name=pasted]')).includes('又一位'), 'what was pasted is gone');
            // One is put right, one taken out.
            await clerk.go(`${draft}/table`);
            await clerk.click('main tbody tr a');
            await clerk.fill('parties.0.resident_id', '');
            await clerk.click(SEND);
            await clerk.says('有 27 人的内容要改', 'main');
            await clerk.click('main tbody tr a');
            await clerk.click('main [name=drop]');
            await clerk.says('已录入 199 人', 'main');
        });
    }
    await tap.run(stage, 'table: GB18030, a heading nobody knows, and what is no table', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        const draft = await beginFiling(citizen, '/apply');
        await citizen.go(`${draft}/table`);
        const send = async (name, buffer) => {
            await citizen.page.setInputFiles('[name=table]', { name, mimeType: 'text/csv', buffer });
            return citizen.click('main form[enctype] button[type=submit]');
        };
        // 姓名或名称,工龄 / 王某,3 as GB18030
        const gb = Buffer.from('d0d5c3fbbbf2c3fbb3c62cb9a4c1e40acdf5c4b32c330a', 'hex');
        await send('人员.csv', gb);
        await citizen.says('王某', 'main');
        citizen.allow(422);
        for (const [name, bytes, words] of [
            ['book.xlsx', Buffer.from('504b030414000600', 'hex'), '另存为'],
            ['empty.csv', Buffer.from('姓名或名称\n'), '没有人'],
            ['no-names.csv', Buffer.from('甲,乙\n1,2\n'), '姓名或名称'],
            ['quote.csv', Buffer.from('姓名或名称\n"王'), '第 2 行']]) {
            const answer = await send(name, bytes);
            demand(answer.status() === 422, `${name}: ${answer.status()}`);
            await citizen.says(words, 'main');
        }
        await citizen.go(`${draft}/table`);
        await citizen.says('王某', 'main');
    });
}

// ---- without a mouse ----

async function keyboardOnly(stage, tap) {
    await tap.run(stage, 'keyboard: a filing from the queue to its number, counted', async (visit) => {
        const clerk = await visit({ who: 'counter@7504', width: 1440 });
        const { page } = clerk;
        let keys = 0;
        const press = async (key) => { keys++; await page.keyboard.press(key); };
        const type = async (text) => { keys += [...text].length; await page.keyboard.type(text); };
        /** Tab by tab to a control of this name; a fold on the way is opened. */
        const to = async (selector) => {
            for (let i = 0; i < 250; i++) {
                if (await page.evaluate((what) => document.activeElement?.matches(what), selector))
                    return;
                await press('Tab');
            }
            throw new Error(`no way by keyboard to ${selector} on ${clerk.path()}`);
        };
        const enter = (key = 'Enter') => clerk.follow(() => press(key));
        await clerk.go('/desk/new');
        const began = Date.now();
        await to('main [name=kind]');
        await to('main form[method=post] button');
        await enter();
        await to('[name="parties.0.position"]');
        await press(' ');
        await to('[name="parties.0.kind"]');
        await press(' ');
        await to('[name="parties.0.name"]');
        await type('王某');
        await to('[name="parties.1.position"]');
        await to('[name="parties.1.kind"]');
        await press(' ');
        await to('[name="parties.1.name"]');
        await type('某公司');
        await enter();
        await clerk.isAt(/\/claims$/);
        await to('[name=cause]');
        await type('追索劳动报酬纠纷');
        await to('[name=claims]');
        await type('支付劳动报酬8600元。');
        await to('[name=facts]');
        await type('2025年务工，至今未付。');
        await to('.actions button');
        await enter();
        await clerk.isAt(/\/court$/);
        if (!await page.locator('[name=owner]').first().isVisible()) {
            await to('main summary');
            await press('Enter');
        }
        await to('[name=owner]');
        await press(' ');
        await enter();
        await clerk.isAt(/\/materials$/);
        for (const paper of await page.locator('main [name$=".paper"]').all()) {
            await to(`[name="${await paper.getAttribute('name')}"]`);
            await press(' ');
        }
        await to('.actions button');
        await enter();
        await clerk.isAt(/\/check$/);
        await to('form[action$="/hand-in"] .actions button');
        await enter();
        await clerk.isAt(/\/m\/[0-9-]+\/done$/);
        const seconds = (Date.now() - began) / 1000;
        console.log(`# keyboard-only filing: ${keys} keys, ${seconds.toFixed(1)} s of machine time`);
        demand(keys < 600, `${keys} keys`);
        await clerk.go('/desk/stopwatch');
        await clerk.says('中位用时', 'main');
        const measured = await clerk.page.locator('main .tag').first().innerText();
        demand(/^\d+ 分 \d+ 秒$/.test(measured), `the stopwatch shows ${measured}`);
        const officer = await visit({ who: 'officer@7504', width: 390 });
        await officer.go('/desk/stopwatch');
        await officer.says('录入件数', 'main');
        const stranger = await visit({ who: 'hub@75' });
        await stranger.go('/desk/stopwatch', 403);
    });
}

// ---- filed twice ----

async function fileWage(visit) {
    await beginFiling(visit, '/apply');
    const { page } = visit;
    await page.check('main [name="parties.0.position"][value=plaintiff]');
    await page.check('main [name="parties.0.kind"][value=person]');
    await visit.fill('parties.0.name', '重复的王某');
    await page.check('main [name="parties.1.position"][value=defendant]');
    await page.check('main [name="parties.1.kind"][value=organisation]');
    await visit.fill('parties.1.name', '某建筑公司');
    await visit.click(SEND);
    await visit.fill('cause', '追索劳动报酬纠纷');
    await visit.fill('claims', '支付8600元。');
    await visit.fill('facts', '务工未付。');
    await visit.click(SEND);
    await (await unfold(visit, '[name=owner][value=JL7503]')).check();
    await visit.click(SEND);
    await attach(visit);
    await visit.click(SEND);
    return handIn(visit);
}

async function twice(stage, tap) {
    await tap.run(stage, 'twice: the same dispute is laid beside the first before it gets a number', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        const first = await fileWage(citizen);
        const second = await fileWage(citizen);
        const officer = await visit({ who: 'officer@7503', width: 1440 });
        for (const matter of [first, second])
            await offers(officer, '/desk', `/desk/m/${matter}`);
        await officer.go(`/desk/m/${second}/do/open`);
        await officer.click(SEND);
        await officer.says('可能和这一件重复', 'main');
        await officer.click('main a[href$="/alike"]');
        await officer.says(first, 'main');
        await officer.says('当事人和案由相同', 'main');
        await officer.says('8600', 'main table');
        await officer.go(`/desk/m/${second}/do/check_items`);
        await passEverything(officer);
        await officer.click(SEND);
        await officer.go(`/desk/m/${second}/do/register`);
        officer.allow(422);
        let answer = await officer.click(SEND);
        demand(answer.status() === 422, `registered without a word: ${answer.status()}`);
        await officer.says(first, 'main .box--warn');
        answer = await officer.click('main .actions [name=sure]');
        demand(answer.status() === 200, `the officer may not decide: ${answer.status()}`);
        await officer.says('已立案', 'main');
        const other = await visit({ who: 'officer@7504' });
        await other.go(`/desk/m/${second}/alike`, 404);
        const head = await visit({ who: 'head@7503' });
        await waitFor(async () => {
            await head.go(`/desk/m/${first}/looks`);
            return (await head.page.locator('main').innerText()).includes('比对了是否重复');
        }, 'the log of the first says that it was compared');
    });
}
