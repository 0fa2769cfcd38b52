// suite_people.mjs: what people are told and how, who acts for them, whose card a counter saw, who may sign in.
// Each way is walked with what goes wrong on it; each in its own session, so that no order counts.
import { spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demand, waitFor } from './tap.mjs';
import { SEND_ONE as SEND, file } from './walk.mjs';

const PAPER = { name: 'paper.txt', mimeType: 'text/plain', buffer: Buffer.from('授权委托书\n') };
const NEW_PASSWORD = 'a password of 2026';

/** Sent, refused at these fields and nowhere else, and what was typed is still there. */
async function sendWrong(reader, fields, kept = {}) {
    reader.allow(422);
    const answer = await reader.click(SEND);
    demand(answer.status() === 422, `answered ${answer.status()}`);
    const marked = await reader.page.$$eval('main .summary a', (links) =>
        links.map((link) => link.getAttribute('href').replace('#f-', '')));
    demand(marked.join() === fields.join(), `marked are ${marked}, not ${fields}`);
    for (const field of fields)
        demand(await reader.page.locator(`#f-${field}`).count() === 1, `the link to ${field} leads nowhere`);
    for (const [name, value] of Object.entries(kept))
        demand(await reader.page.inputValue(`main [name=${name}]`) === value, `${name} is lost`);
}

async function sendWell(reader, at, says) {
    const answer = await reader.click(SEND);
    demand(answer.status() === 200, `answered ${answer.status()}: ${await reader.text('main')}`);
    await reader.isAt(at);
    await reader.says(says, 'main .flash');
}

export async function suitePeople(stage, tap) {
    await notices(stage, tap);
    for (const scripts of [true, false])
        await attorneys(stage, tap, scripts);
    await helpers(stage, tap, '13900000001', true);
    await helpers(stage, tap, 'yi', false);
    await counter(stage, tap);
    await accounts(stage, tap);
    for (const scripts of [true, false])
        await calendar(stage, tap, scripts);
}

async function notices(stage, tap) {
    await tap.run(stage, 'people: a notice is opened once, and leads to its matter', async (visit) => {
        const reader = await visit({ who: 'jia', width: 390 });
        const unread = () => reader.page.locator('main form[action="/my/notices"]').count();
        await reader.go('/my/notices');
        const before = await unread();
        demand(before > 0, 'the demo told jia nothing');
        await reader.click('main form[action="/my/notices"] button');
        await reader.isAt(/^\/m\/[0-9A-Z-]{19}$/);
        await reader.go('/my/notices');
        demand(await unread() === before - 1, `${await unread()} are unread, there were ${before}`);
    });
    await tap.run(stage, 'people: a notice of somebody else is not there', async (visit) => {
        const owner = await visit({ who: 'jia' });
        await owner.go('/my/notices');
        const form = 'main form[action="/my/notices"]';
        const values = await owner.page.$eval(form, (one) =>
            Object.fromEntries(['notice', 'of', 'matter'].map((name) => [name, one.elements[name].value])));
        const reader = await visit({ who: 'yi' });
        reader.allow(422);
        await reader.go('/account/ways');
        await reader.page.$eval('main form', (one, fields) => {
            one.action = '/my/notices';
            for (const [name, value] of Object.entries(fields))
                one.insertAdjacentHTML('beforeend', `<input type="hidden" name="${name}" value="${value}">`);
        }, values);
        demand((await reader.click(SEND)).status() === 422, 'it was opened');
        await owner.go('/my/notices');
        demand(await owner.page.locator(`${form} [name=of][value="${values.of}"]`).count() > 0,
            'it counts as opened');
    });
    await tap.run(stage, 'people: ways are chosen, and what is lost is said', async (visit) => {
        const reader = await visit({ who: 'yi' });
        await reader.go('/account/ways');
        await reader.fill('email', 'nobody at home');
        await sendWrong(reader, ['email'], { email: 'nobody at home' });
        await reader.fill('email', 'yi@example.com');
        await reader.page.uncheck('[name=text]');
        await sendWell(reader, '/account/ways?done=ways-kept', '收件箱');
        demand(!await reader.page.isChecked('[name=text]'), 'text messages are on again');
        await reader.page.uncheck('[name=mail]');
        await sendWell(reader, '/account/ways?done=ways-lost', '都已关闭');
    });
}

async function attorneys(stage, tap, scripts) {
    const how = scripts ? '' : ', scripts off';
    await tap.run(stage, `people: a power of attorney is given and taken back${how}`, async (visit) => {
        const reader = await visit({ who: 'jia', scripts, width: 390 });
        await reader.go('/account/agents/new');
        await sendWrong(reader, ['agent_name', 'agent', 'scope']);
        await reader.fill('agent_name', '当事人戊');
        await reader.fill('agent', '13900009999');
        await reader.page.check('[value=special]');
        await reader.fill('from', '2027-03-01');
        await reader.fill('until', '2027-02-01');
        await reader.page.setInputFiles('[name=document]', PAPER);
        await sendWrong(reader, ['until'], { agent: '13900009999', from: '2027-03-01' });
        demand(await reader.page.isChecked('[value=special]'), 'the scope is lost');
        await reader.fill('until', '');
        await sendWrong(reader, ['agent'], { from: '2027-03-01' });
        await reader.fill('agent', '13900000001'); // somebody else's
        await sendWrong(reader, ['agent'], { agent_name: '当事人戊' });
        await reader.fill('agent', '１３９ 0000 0002');
        await sendWell(reader, '/account/agents?done=agent-given', '生效');
        await reader.says('当事人戊', 'main');
        await reader.says('2027-03-01', 'main');
        await reader.says('已附委托书', 'main'); // that came with the first try
        await reader.click('main li:has-text("当事人戊") a[href$="/end"]');
        await reader.says('当事人戊', 'main');
        await sendWell(reader, '/account/agents?done=agent-ended', '生效');
        demand(await reader.page.locator('main li:has-text("当事人戊") a[href$="/end"]').count() === 0,
            'it can be taken back twice');
    });
    await tap.run(stage, `people: what an agent shows, his principal confirms${how}`, async (visit) => {
        const agent = await visit({ who: '13900000003', scripts });
        await agent.go('/account/agents/new', 403);
        await agent.go('/account/agents/propose');
        await sendWrong(agent, ['principal', 'scope', 'document']);
        await agent.fill('principal', '13900000001');
        await agent.page.check('[value=general]');
        await agent.page.setInputFiles('[name=document]', PAPER);
        await sendWell(agent, '/account/agents?done=agent-proposed', '确认');
        const reader = await visit({ who: '13900000001', scripts });
        await reader.go('/account/agents');
        const address = await reader.page.getAttribute('main a[href$="/confirm"]', 'href');
        await agent.go(address, 404);
        await reader.go(address);
        await sendWell(reader, '/account/agents?done=agent-confirmed', '生效');
        await reader.go(address, 404);
    });
}

/** A code with a slip in it, told by its last character. */
const slipped = (code) => code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A');

const NAMES = { 13900000001: '当事人丁', yi: '当事人乙' };

async function helpers(stage, tap, who, scripts) {
    const name = NAMES[who];
    const how = scripts ? '' : ', scripts off';
    await tap.run(stage, `people: family helps by a code that is read out${how}`, async (visit) => {
        const reader = await visit({ who: 'jia', scripts, width: 390 });
        await reader.go('/my');
        await reader.click('main a[href="/my/help"]');
        await reader.click('main a[href$="/help"]');
        const matter = reader.path().split('/')[2];
        await sendWrong(reader, ['name', 'relation']);
        await reader.fill('name', name); // another name than the account's opens nothing
        await reader.fill('relation', '女儿');
        demand((await reader.click(SEND)).status() === 200, 'no code was made');
        const code = await reader.text('main .code');
        demand(/^\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(code), `the code is ${code}`);
        await reader.says(`${name}（女儿）`, 'main .rows');
        const helper = await visit({ who, scripts, width: 390, freshly: true });
        await helper.go('/my/help');
        helper.allow(422);
        await helper.fill('code', slipped(code));
        demand((await helper.click(SEND)).status() === 422, 'a wrong code was taken');
        await helper.says('协助码不对', 'main .summary');
        await helper.fill('code', code.toLowerCase());
        await helper.click(SEND);
        await helper.says('当事人甲', 'main');
        await helper.says(matter, 'main');
        await helper.go(`/m/${matter}`, 404); // not before he said yes
        await helper.go('/my/help');
        await helper.fill('code', code);
        await helper.click(SEND);
        await helper.click(SEND);
        await helper.says('您现在可以协助当事人甲', 'main h1');
        await helper.click(SEND);
        await helper.isAt(`/m/${matter}`);
        await helper.says('您在协助当事人甲', 'main');
        demand(await helper.page.locator('main a[href$="/do/withdraw"]').count() === 0,
            'a helper is offered to withdraw');
        await helper.go(`/m/${matter}/do/withdraw`, 403);
        await helper.says('请由本人办理', 'main');
        await helper.go(`/m/${matter}/help`, 403);
        await helper.go('/my');
        await helper.says(matter, 'main');
        // What he does stands under his name, and the one he helps sees it.
        await helper.go(`/m/${matter}`);
        await helper.click('main a[href$="/do/supplement"], main a[href$="/do/hand_in_correction"]');
        demand(await helper.page.locator('main option[value="authorisation"]').count() === 0,
            'a helper is offered to hand in a power of attorney');
        await helper.page.selectOption('main [name="materials.0.item"]', 'evidence');
        await helper.page.setInputFiles('main [name="materials.0.file"]', PAPER);
        await helper.click('main form[method=post] .actions button[type=submit]');
        await helper.isAt(new RegExp(`^/m/${matter}(\\?done=step-taken)?$`));
        await reader.go(`/m/${matter}/help`);
        await reader.says(name, 'main section:has(#did)');
        await reader.click('main li a[href$="/end"]');
        await sendWell(reader, '/account/agents?done=agent-ended', '生效');
        await helper.go(`/m/${matter}`, 404);
    });
}

async function counter(stage, tap) {
    await tap.run(stage, 'people: a counter sees a card, and the account says so', async (visit) => {
        const clerk = await visit({ who: 'counter@7502' });
        await clerk.go('/desk/people');
        await sendWrong(clerk, ['name', 'number', 'phone']);
        await clerk.fill('name', '金某');
        await clerk.fill('number', '11010519491231002Y');
        await clerk.fill('phone', '139');
        await sendWrong(clerk, ['number', 'phone'], { name: '金某', number: '11010519491231002Y' });
        await clerk.fill('number', '１１０１０５１９４９１２３１００２x');
        await clerk.fill('phone', '139-0000-0001');
        await sendWell(clerk, '/desk/people?done=person-seen', '已记录');
        const reader = await visit({ who: '13900000001' });
        const seen = async () => (await reader.ask('/account')).page.includes('窗口已核对');
        await waitFor(seen, 'the web desk never heard of it'); // it travels in an envelope
    });
    await tap.run(stage, 'people: a counter takes in a power of attorney by keyboard', async (visit) => {
        const clerk = await visit({ who: 'counter@7502' });
        await clerk.go('/desk/people');
        await clerk.page.locator('h1').click();
        await clerk.follow(() => clerk.page.keyboard.press('w'));
        await clerk.isAt('/desk/people/agent');
        await sendWrong(clerk, ['agent_name', 'agent', 'scope', 'document', 'name']);
        await clerk.fill('name', '老朴');
        await clerk.fill('agent_name', '代理人己');
        await clerk.fill('agent', 'nobody');
        await clerk.fill('matter', '7502-1');
        await clerk.page.check('[value=general]');
        await clerk.page.setInputFiles('[name=document]', PAPER);
        await sendWrong(clerk, ['matter'], { name: '老朴', agent: 'nobody', matter: '7502-1' });
        await clerk.fill('matter', '');
        await sendWrong(clerk, ['agent'], { name: '老朴' });
    });
    await tap.run(stage, 'people: an agent follows the matter that his paper names, once it was taken in', async (visit) => {
        const clerk = await visit({ who: 'counter@7502' });
        const matter = await file(clerk, { at: '/desk/new', owner: 'JL7502', paper: true });
        const agent = await visit({ who: 'agent' });
        demand((await agent.ask(`/m/${matter}`)).status === 404, 'he sees it before');
        await clerk.go('/desk/people/agent');
        await clerk.fill('name', '当事人甲');
        await clerk.fill('agent', 'agent');
        await clerk.fill('agent_name', '代理人丙');
        await clerk.fill('matter', matter);
        await clerk.page.check('[value=general]');
        await clerk.page.setInputFiles('[name=document]', PAPER);
        await sendWell(clerk, '/desk/people?done=agent-taken-in', '委托书');
        await waitFor(async () => (await agent.ask(`/m/${matter}`)).status === 200, 'the agent does not see it');
    });
}

/** A day off is proposed by one and decided by another, who sees what it moves. */
async function calendar(stage, tap, scripts) {
    const how = scripts ? '' : ', scripts off';
    if (scripts)
        await tap.run(stage, 'people: the day off of the demo moves a period, and its page says both days', async (visit) => {
            const president = await visit({ who: 'president@7505' });
            await president.go('/desk/calendar');
            await president.click('main .rows a');
            const change = president.path();
            const [before, after] = await president.page.$$eval('main tbody tr:first-child td', (cells) =>
                [cells[1].textContent, cells[2].textContent]);
            const matter = await president.page.getAttribute('main tbody a', 'href');
            demand(before < after, `${before} becomes ${after}`);
            await president.page.check('[value=approve]');
            await sendWell(president, `${change}?done=calendar-approved`, '已批准');
            await counted(president, change);
            await president.go(matter);
            await president.says('期限重新计算', 'main');
            await president.says(`原来到 ${before}，现在到 ${after}`, 'main');
        });
    await tap.run(stage, `people: a day off is proposed, approved, and what runs ends later${how}`, async (visit) => {
        const president = await visit({ who: 'president@7505', scripts, width: 390 });
        await president.go('/desk/calendar');
        const known = await president.page.locator('main .rows a').count();
        const head = await visit({ who: 'head@7505', scripts, width: 390 });
        const day = await lastCourtDay(head);
        await head.go('/desk/calendar/new');
        await sendWrong(head, ['kind', 'first', 'zh', 'notice']);
        await head.page.check('[value=off]');
        await head.fill('first', '2020-01-06');
        await head.fill('zh', '停电停办');
        await head.fill('notice', '白河法院第2号公告');
        await sendWrong(head, ['first'], { zh: '停电停办', notice: '白河法院第2号公告', first: '2020-01-06' });
        await head.fill('first', day);
        await sendWell(head, /^\/desk\/calendar\/d[0-9a-f]{16}\?done=calendar-proposed$/, '批准才生效');
        demand(await head.page.locator('main form').count() === 0, 'who proposed it may decide it');
        const change = head.path().replace(/\?.*/, '');
        await president.go('/desk/calendar');
        demand(await president.page.locator('main .rows a').count() === known + 1, 'it is not in the list');
        await president.go(change);
        await president.says('停电停办', 'main');
        await sendWrong(president, ['decision']);
        await president.page.check('[value=decline]');
        await sendWrong(president, ['reason']);
        await president.page.check('[value=approve]');
        await sendWell(president, `${change}?done=calendar-approved`, '已批准');
        await counted(president, change);
        demand(await president.page.locator('main form').count() === 0, 'it can be decided twice');
        const officer = await visit({ who: 'officer@7505', scripts });
        await officer.go('/desk/calendar', 403);
        await officer.go(change, 403);
        const stranger = await visit({ who: 'head@7503', scripts });
        await stranger.go(change, 404);
    });
}

const counted = (reader, change) => waitFor(async () => {
    await reader.go(change);
    return (await reader.text('main')).includes('已批准，已重算');
}, 'the periods are not counted again');

/** The last day this court worked, by the calendar it shows: a day to come may lie in a year without one. */
async function lastCourtDay(reader) {
    await reader.go('/desk/calendar');
    const listed = await reader.page.$$eval('main tbody tr', (rows) =>
        rows.map((row) => row.querySelector('th').textContent.split(' – ')));
    const year = (await reader.text('main h2#year')).slice(0, 4);
    for (let back = 1; back < 60; back++) {
        const day = new Date(Date.now() - back * 86400000), text = day.toISOString().slice(0, 10);
        const held = listed.some(([first, last]) => first <= text.slice(5) && text.slice(5) <= (last ?? first));
        if (day.getUTCDay() % 6 !== 0 && !held && text.startsWith(year))
            return text;
    }
    throw new Error('this year has no court day yet');
}

async function accounts(stage, tap) {
    await tap.run(stage, 'people: an account is made, comes in, and is closed', async (visit) => {
        const admin = await visit({ who: 'system@75' });
        await admin.go('/desk/accounts/new');
        await sendWrong(admin, ['name', 'sign_in', 'roles', 'new_password']);
        await admin.fill('name', '王某');
        await admin.fill('sign_in', 'wang@75');
        await admin.fill('new_password', 'short');
        await admin.page.check('[value=judge]');
        await sendWrong(admin, ['new_password'], { name: '王某', sign_in: 'wang@75', new_password: '' });
        await admin.fill('new_password', NEW_PASSWORD);
        await admin.page.check('[value=audit_admin]');
        await sendWrong(admin, ['roles'], { name: '王某' });
        await admin.page.uncheck('[value=audit_admin]');
        await admin.fill('new_password', NEW_PASSWORD);
        await sendWell(admin, '/desk/accounts?done=account-kept', '已经保存');
        demand((await comeIn(visit, 'wang@75', NEW_PASSWORD)) === 200, 'does not come in');
        await admin.click('main li:has-text("wang@75") a');
        await admin.page.uncheck('[name=active]');
        await sendWell(admin, '/desk/accounts?done=account-kept', '已经保存');
        await admin.says('已停用', 'main li:has-text("wang@75")');
        demand((await comeIn(visit, 'wang@75', NEW_PASSWORD)) === 422, 'still comes in');
    });
    await tap.run(stage, 'people: whoever failed too often is let in again', async (visit) => {
        const [name, right] = ['judge@75', 'tongban-demo-2026'];
        let status = 422;
        for (let i = 0; i < 30 && status === 422; i++)
            status = await comeIn(visit, name, 'not the password');
        demand(status === 429, `answered ${status} after many tries`);
        const guard = await visit({ who: 'security@75' });
        await guard.go('/desk/security');
        await guard.click(`main li:has-text("${name}") a[href$="/unlock"]`);
        await sendWell(guard, '/desk/security?done=account-unlocked', '已经解锁');
        demand((await comeIn(visit, name, right)) === 200, 'is still kept out');
        await guard.click(`main li:has-text("${name}") a[href$="/reset"]`);
        await sendWell(guard, '/desk/security?done=factor-reset', '已经重置');
    });
    await tap.run(stage, 'people: a node without a backup is spoken of, and whoever may act learns what to type', async (visit) => {
        const admin = await visit({ who: 'system@75' });
        await admin.go('/desk/system');
        await admin.says('还没有备份', '.flash--warn');
        await admin.click('main a[href="/desk/system/backups"]');
        await admin.says('还没有备份', 'main section:has-text("延边林区中级法院") .flash--warn');
        await admin.page.click('main section:has-text("白河林区基层法院") summary');
        await admin.says('--node JL7505', 'main section:has-text("白河林区基层法院")');
        await admin.says('tongban backup --data', 'main section:has(#make)');
    });
    await tap.run(stage, 'people: a court is called otherwise once a second person has seen old beside new', async (visit) => {
        const [admin, head, clerk] = [await visit({ who: 'system@75' }), await visit({ who: 'head@75' }),
            await visit({ who: 'counter@7503' })];
        await clerk.go('/desk/enquiry');
        await admin.go('/desk/directory');
        await admin.click('main section:has-text("汪清林区基层法院") a[href$="/of/JL7503"]');
        await admin.fill('office', '早九晚五');
        await admin.fill('telephone', '打 114 问');
        admin.allow(422);
        await admin.click('main form button[type=submit]');
        await admin.says('08:30-11:30 13:30-17:00', '.field--wrong:has([name=office])');
        await admin.says('只用数字', '.field--wrong:has([name=telephone])');
        demand(await admin.page.inputValue('[name=office]') === '早九晚五', 'what was typed is gone');
        await admin.fill('name_zh', '汪清林区法院');
        await admin.fill('office', '９：00至12：00、13:30-17:00');
        await admin.fill('telephone', '0433-1234567');
        await admin.click('main form button[type=submit]');
        await admin.says('这是您提出的');
        const address = admin.path().split('?')[0];
        await head.go('/desk/directory');
        await head.click(`main a[href="${address}"]`);
        await head.says('汪清林区基层法院', 'main table tr:has-text("名称（中文）")');
        await head.says('汪清林区法院', 'main table tr:has-text("名称（中文）")');
        await head.says('09:00-12:00 13:30-17:00', 'main table tr:has-text("办公时间")');
        await head.page.check('[name=decision][value=decline]');
        head.allow(422);
        await head.click('main form button[type=submit]');
        await head.says('不批准要写明理由', '.field--wrong');
        await head.page.check('[name=decision][value=approve]');
        await head.click('main form button[type=submit]');
        await head.says('新版名录正在送往各法院');
        // Opened before, and goes on; what is opened next has the new name.
        clerk.allow(422);
        await clerk.click('main form button[type=submit]');
        await clerk.go('/desk');
        await clerk.says('汪清林区法院', 'body');
        await clerk.go('/courts');
        await clerk.says('0433-1234567');
    });
    await tap.run(stage, 'people: a court says a sentence of the guide in its own words once another person approved it', async (visit) => {
        const admin = await visit({ who: 'system@75' });
        const head = await visit({ who: 'head@75' });
        const clerk = await visit({ who: 'counter@7502' });
        const reader = await visit();
        await admin.go('/desk/words');
        await admin.page.click('main summary:has-text("邮件")');
        await admin.click('main a[href="/desk/words/of/notice.mail-phone"]');
        await admin.fill('zh', '不清楚的，请打电话。');
        admin.allow(422);
        await admin.click('main form button[type=submit]');
        await admin.says('{phone}', '.field--wrong:has([name=zh])');
        demand(await admin.page.inputValue('[name=zh]') === '不清楚的，请打电话。', 'what was typed is gone');
        // A whole topic of the guide; one language alone has to be confirmed.
        await admin.go('/desk/words/of/topic.cross-filing.cost');
        await admin.fill('zh', '跨域递交不另收费，先<b>不</b>交诉讼费。');
        await admin.click('main form button[type=submit]');
        await admin.says('只写文字', '.field--wrong:has([name=zh])');
        await admin.fill('zh', '在哪个窗口递交都不多收一分钱。');
        await admin.click('main form button[type=submit]');
        await admin.says('有的文字没有改', '.field--wrong');
        await admin.page.check('[name=agrees]');
        await admin.click('main form button[type=submit]');
        await admin.says('这是您提出的');
        const address = admin.path().split('?')[0];
        await reader.go('/guide/cross-filing');
        await reader.says('跨域递交不另收费');
        await head.go('/desk/words');
        await head.click(`main a[href="${address}"]`);
        await head.says('跨域递交不另收费', 'main table tr:has-text("中文")');
        await head.says('在哪个窗口递交都不多收一分钱', 'main table tr:has-text("中文")');
        await head.page.check('[name=decision][value=approve]');
        await head.click('main form button[type=submit]');
        await head.says('现在开始使用');
        await reader.go('/guide/cross-filing');
        await reader.says('在哪个窗口递交都不多收一分钱', 'main');
        // Another court speaks its own words, and has none.
        await clerk.go('/guide/cross-filing');
        await clerk.says('跨域递交不另收费', 'main');
        await head.go('/desk/words');
        await head.says('正在使用', 'main table tr:has-text("不多收一分钱")');
        // Back to the product's words, by the same two.
        await admin.go('/desk/words/of/topic.cross-filing.cost');
        await admin.click('main form button[name=withdraw]');
        const back = admin.path().split('?')[0];
        await head.go(back);
        await head.says('这是撤回');
        await head.page.check('[name=decision][value=approve]');
        await head.click('main form button[type=submit]');
        await reader.go('/guide/cross-filing');
        await reader.says('跨域递交不另收费', 'main');
    });
    await tap.run(stage, 'people: new rules after a restart stand beside the old ones, and own words for what they changed wait', async (visit) => {
        const admin = await visit({ who: 'system@75' });
        const head = await visit({ who: 'head@75' });
        const reader = await visit();
        await admin.go('/desk/words/of/topic.cross-filing.title');
        await admin.fill('zh', '就近交材料');
        await admin.fill('ko', '가까운 창구 제출');
        await admin.fill('en', 'Hand in nearby');
        await admin.click('main form button[type=submit]');
        await head.go(admin.path().split('?')[0]);
        await head.page.check('[name=decision][value=approve]');
        await head.click('main form button[type=submit]');
        await reader.go('/guide');
        await reader.says('就近交材料', 'main');
        await admin.go('/desk/rules/file?name=guide.yaml');
        await admin.says('只有一个版本');
        const rules = stage.rules;
        const changed = join(stage.folder, 'changed-rules');
        try {
            await cp(rules, changed, { recursive: true });
            const guide = await readFile(join(changed, 'guide.yaml'), 'utf8');
            await writeFile(join(changed, 'guide.yaml'), guide.replace('zh: 跨域立案,', 'zh: 跨域立案（<新>）,'));
            stage.rules = changed;
            await stage.crash();
            await admin.go('/desk/rules');
            await admin.says('2', 'main tr:has-text("guide.yaml") td:nth-of-type(1)');
            await admin.click('main a[href="/desk/rules/file?name=guide.yaml"]');
            await admin.says('从第 1 版到第 2 版');
            await admin.says('未经本院批准', 'main tr:has-text("第 2 版")');
            await admin.says('跨域立案,', 'main del');
            await admin.says('跨域立案（<新>）,', 'main ins');
            demand(await admin.page.locator('main del').count() === 1, 'more than one line went');
            await admin.says('行没有变', 'main');
            // The product says it otherwise now: what the court said for the old sentence waits.
            await reader.go('/guide');
            await reader.says('跨域立案（<新>）', 'main');
            await head.go('/desk/words');
            await head.says('原文已变', 'main table tr:has-text("就近交材料")');
        } finally {
            stage.rules = rules;
            await stage.crash();
        }
        // Back to the folder of before: that is a version like any other, and all stay on record.
        await head.go('/desk/rules/file?name=guide.yaml&to=3');
        await head.says('现在使用', 'main tr:has-text("第 3 版")');
        await head.says('以前的版本', 'main tr:has-text("第 2 版")');
        await head.says('以前的版本', 'main tr:has-text("第 1 版")');
        await head.go('/desk/rules/file?name=guide.yaml&to=4', 404);
        await head.go('/desk/rules/file?name=../etc/passwd', 404);
        await reader.go('/guide');
        await reader.says('就近交材料', 'main');
    });
    await tap.run(stage, 'people: a rule file is drafted, mended, tried, approved by another, put in place and in use', async (visit) => {
        const admin = await visit({ who: 'system@75' });
        const head = await visit({ who: 'head@75' });
        const rules = stage.rules;
        const changed = join(stage.folder, 'drafted-rules');
        admin.allow(422);
        head.allow(422);
        const command = (...more) => spawnSync(stage.program,
            ['rules', '--data', stage.data, '--rules', changed, '--node', 'JL75', ...more], { encoding: 'utf8' });
        const file = 'guide.yaml';
        try {
            await cp(rules, changed, { recursive: true });
            stage.rules = changed;
            await stage.crash();
            await admin.go('/desk/rules');
            await admin.click(`main tr:has-text("${file}") a[href="/desk/rules/draft?name=${file}"]`);
            const before = (await admin.page.inputValue('[name=content]')).trimEnd();
            demand(before === (await readFile(join(changed, file), 'utf8')).trimEnd(), 'the form does not begin with the file in use');
            // A mistake is named by line and column, and what was typed stays.
            const line = before.split('\n').findIndex((one) => one.includes('zh: 跨域立案,')) + 1;
            const wanted = before.replace('zh: 跨域立案,', 'zh: 跨域立案（<改>）,');
            await admin.fill('content', wanted.replace('zh: 跨域立案（<改>）,', 'zhh: 跨域立案（<改>）,'));
            await admin.click('main form button[type=submit]');
            await admin.says(`第 ${line} 行`, 'main section[aria-labelledby=mistakes]');
            await admin.says('zhh: 跨域立案（<改>）', 'main section[aria-labelledby=mistakes] code');
            demand((await admin.page.inputValue('[name=content]')).includes('zhh: 跨域立案（<改>）,'), 'what was typed is gone');
            await admin.fill('content', wanted);
            await admin.click('main form button[type=submit]');
            await admin.says('等待别人决定');
            const draft = admin.path().split('?')[0];
            await admin.says('跨域立案（<改>）,', 'main ins');
            await admin.says('guide.yaml（修改）', 'main section[aria-labelledby=trial]');
            await admin.says('期间的推后', 'main section[aria-labelledby=trial]');
            demand(await admin.page.locator('[name=decision]').count() === 0, 'who drafted it may decide it');
            demand(command().stdout.includes('nothing that is approved waits'), 'what nobody approved waits');
            await head.go(draft);
            await head.says('guide.yaml（修改）', 'main section[aria-labelledby=trial]');
            await head.page.check('[name=decision][value=approve]');
            await head.click('main form button[type=submit]');
            await head.says('已批准，还没有启用');
            await admin.go('/desk/rules');
            await admin.says('已批准，待重启启用', 'main section[aria-labelledby=drafts]');
            // Another hand was in the folder: nothing is taken over it.
            const touched = `${before}\n# touched\n`;
            await writeFile(join(changed, file), touched);
            const stale = command('--take');
            demand(stale.status === 1 && stale.stderr.includes('was drafted from another file'), stale.stderr);
            demand(await readFile(join(changed, file), 'utf8') === touched, 'a file was written over');
            await writeFile(join(changed, file), `${before}\n`);
            const taken = command('--take');
            demand(taken.status === 0 && taken.stdout.includes('in use after a restart'), taken.stdout + taken.stderr);
            demand(await readFile(join(changed, file), 'utf8') === `${wanted}\n`, 'the file is not what was approved');
            await head.go(draft);
            await head.says('已批准，还没有启用'); // the running node works as before
            await stage.crash();
            await head.go(draft);
            await head.says('起启用。');
            await admin.go('/desk/rules');
            await admin.says('经本院批准', `main tr:has-text("${file}")`);
            await admin.says('已启用', 'main section[aria-labelledby=drafts]');
            await (await visit()).go('/guide');
            await admin.go('/desk/rules/draft?name=../etc/passwd', 404);
            await admin.go('/desk/rules/draft');
            await admin.fill('name', '../outside.yaml');
            await admin.fill('content', 'a: 1');
            await admin.click('main form button[type=submit]');
            await admin.says('请写规则文件夹内的文件名', 'main');
            // Nobody approves what the page does not show him whole.
            await admin.go(`/desk/rules/draft?name=${file}`);
            await admin.fill('content', wanted + '\n# more'.repeat(1600));
            await admin.click('main form button[type=submit]');
            await head.go(admin.path().split('?')[0]);
            await head.page.check('[name=decision][value=approve]');
            await head.click('main form button[type=submit]');
            await head.says('改动太多，本页没有全部列出，不能批准', 'main');
        } finally {
            stage.rules = rules;
            await stage.crash();
        }
        await head.go('/desk/rules');
        await head.says('曾经启用', 'main section[aria-labelledby=drafts]');
    });
    await tap.run(stage, 'people: each administrator has only what is his', async (visit) => {
        const answers = {
            'system@75': { '/desk/security': 403, '/desk/log': 403 },
            'security@75': { '/desk/accounts/new': 403, '/desk/system': 403, '/desk/log': 403 },
            'audit@75': { '/desk/security': 403, '/desk/accounts/new': 403 },
            'counter@75': { '/desk/accounts': 403, '/desk/security': 403 },
            'officer@75': { '/desk/system': 403, '/desk/log': 403, '/desk/people': 403, '/desk/people/agent': 403 },
            jia: { '/desk/accounts': 404, '/desk/people': 404 },
        };
        for (const [who, pages] of Object.entries(answers)) {
            const reader = await visit({ who });
            for (const [path, status] of Object.entries(pages))
                await reader.go(path, status);
        }
    });
}

/** The status of the answer to a sign-in at the court in the middle. */
async function comeIn(visit, name, password) {
    const reader = await visit();
    reader.allow(422, 429);
    await reader.go('/in?who=staff&to=%2Fhelp');
    await reader.page.selectOption('[name=node]', 'JL75');
    await reader.fill('sign_in', name);
    await reader.fill('password', password);
    return (await reader.click('main form[action="/in"] button[type=submit]')).status();
}
