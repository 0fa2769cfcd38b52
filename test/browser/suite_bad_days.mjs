// suite_bad_days.mjs: bad days in a matter: twice, too late, both at once, signed out in the middle, and files
// that are not what they say. What somebody typed is never lost, and nothing happens twice.
import { demand, waitFor } from './tap.mjs';
import { SEND, SEND_ONE, arrives, attach, begin, choose, fillParties, handIn, next, ownWords, takeOpen,
    unfold } from './walk.mjs';
import { ruled, say } from './words.mjs';

const LATER = 'main form .actions button[name=later]'; // saved, to be filled in later
const FROM_HOME = 'main table [href^="/desk/m/7599"]'; // handed in at the web desk

export async function suiteBadDays(stage, tap) {
    await tap.run(stage, 'bad days: two officers at once are shown both versions', async (visit) => {
        const one = await visit({ who: 'officer@7504' });
        const other = await visit({ who: 'officer@7504' });
        await one.go('/desk');
        const matter = await one.page.locator(FROM_HOME).first().getAttribute('href');
        await other.go(`${matter}/do/open`);
        await one.go(`${matter}/do/open`);
        await one.click(SEND);
        other.allow(409);
        const answer = await other.click(SEND);
        demand(answer.status() === 409, `answered ${answer.status()}`);
        demand(await other.page.locator('main [role=alert]').first().isVisible(), 'does not say what happened');
    });
    await tap.run(stage, 'bad days: what was typed stands beside what another one did', async (visit) => {
        const one = await visit({ who: 'officer@7504' });
        const other = await visit({ who: 'officer@7504' });
        await one.go('/desk');
        const matter = await one.page.locator(FROM_HOME).first().getAttribute('href');
        await other.go(`${matter}/do/propose_refusal`);
        await choose(other, 'reason', 'arbitration');
        await other.fill('explanation', '另一位经办人写的说明𠮷');
        await one.go(`${matter}/do/note`);
        await one.fill('text', '先记下的备注𠮷');
        await takeOpen(one, 'note');
        other.allow(409);
        const answer = await other.click(SEND);
        demand(answer.status() === 409, `answered ${answer.status()}`);
        await other.says(say('zh', 'step.stale'), 'main [role=alert]');
        await other.says(ruled('zh', 'steps', 'note'), 'main [role=alert]');
        demand(await other.page.inputValue('main [name=explanation]') === '另一位经办人写的说明𠮷',
            'what was typed is gone');
    });
    await tap.run(stage, 'bad days: pressed twice, or sent again after Back, a note is kept once', async (visit) => {
        const officer = await visit({ who: 'officer@7505', scripts: false });
        await officer.go('/desk');
        const matter = await officer.page.locator('main table [href^="/desk/m/"]').first().getAttribute('href');
        await officer.go(`${matter}/do/note`);
        const form = await officer.page.evaluate(() => Object.fromEntries(
            [...document.querySelectorAll('main form input[type=hidden]')].map((one) => [one.name, one.value])));
        demand(form.once !== '' && form.once !== undefined, 'the form has no key of its own');
        await officer.fill('text', '只记一次的备注');
        await officer.click(SEND);
        await officer.follow(() => officer.page.goBack());
        officer.allow(409, 422);
        const text = officer.page.locator('main [name=text]');
        if (await text.count() > 0) {
            await text.fill('只记一次的备注');
            await officer.page.evaluate((once) => {
                document.querySelector('main form [name=once]').value = once;
            }, form.once);
            await officer.click(SEND);
        }
        await officer.go(matter);
        const times = (await officer.text('main')).split('只记一次的备注').length - 1;
        demand(times === 1, `the note stands there ${times} times`);
    });
    for (const scripts of [true, false]) {
        const how = scripts ? '' : ', scripts off';
        await tap.run(stage, `bad days: a double click takes a step once${how}`, async (visit) => {
            const officer = await visit({ who: 'officer@7505', scripts });
            await officer.go('/desk');
            const matter = await officer.page.locator('main table [href^="/desk/m/"]').first().getAttribute('href');
            const words = `双击只记一次${how}`;
            await officer.go(`${matter}/do/note`);
            await officer.fill('text', words);
            await officer.follow(() => officer.page.locator(SEND).first().dblclick());
            await officer.go(matter);
            const times = (await officer.text('main')).split(words).length - 1;
            demand(times === 1, `the note stands there ${times} times`);
        });
        await tap.run(stage, `bad days: a draft in two tabs is kept twice${how}`, async (visit) => {
            const one = await visit({ who: 'yi', scripts });
            await begin(one, '/apply');
            const other = await visit({ who: 'yi', scripts });
            await other.go(one.path());
            for (const [tab, name] of [[one, '第一个窗口'], [other, '第二个窗口']]) {
                await tab.fill('parties.0.name', name);
                await tab.click(LATER);
            }
            await other.says(say('zh', 'flash.draft-copied'), 'main');
            await other.go('/my');
            const drafts = await other.page.locator('main [aria-labelledby=drafts] a').evaluateAll((links) =>
                links.map((link) => link.getAttribute('href')));
            const names = [];
            for (const draft of drafts) {
                await other.go(draft.replace(/[^/]+$/, 'parties'));
                names.push(await other.page.inputValue('main [name="parties.0.name"]'));
            }
            demand(names.includes('第一个窗口') && names.includes('第二个窗口'), `kept are ${names}`);
            for (const draft of drafts) {
                await other.go(draft.replace(/[^/]+$/, 'check'));
                await other.click('main form[action$="/drop"] button');
            }
        });
        await tap.run(stage, `bad days: signed out in a filing, which is kept${how}`, async (visit) => {
            const citizen = await visit({ who: 'yi', scripts, width: 390 });
            await begin(citizen, '/apply');
            const before = await citizen.context.cookies();
            await citizen.fill('parties.0.name', '写到一半的名字𠮷조선');
            await citizen.context.clearCookies({ name: '__Host-s' });
            citizen.allow(409);
            const answer = await citizen.click(LATER);
            demand(answer.status() === 409, `answered ${answer.status()}`);
            await citizen.context.addCookies(before);
            // He signed in elsewhere: the form is held once more, now with his own token, and then goes on.
            if ((await citizen.click('main form button[type=submit]')).status() === 409)
                await citizen.click('main form button[type=submit]');
            await citizen.go('/my');
            await citizen.click('main [aria-labelledby=drafts] a');
            await citizen.go(citizen.path().replace(/[^/]+$/, 'parties'));
            demand(await citizen.page.inputValue('main [name="parties.0.name"]') === '写到一半的名字𠮷조선',
                'what was typed is gone');
            await citizen.go(citizen.path().replace(/[^/]+$/, 'check'));
            await citizen.click('main form[action$="/drop"] button');
        });
        await tap.run(stage, `bad days: signed out in a half-filled form, which is kept${how}`, async (visit) => {
            const officer = await visit({ who: 'officer@7505', scripts });
            await officer.go('/desk');
            const matter = await officer.page.locator('main table [href^="/desk/m/"]').first().getAttribute('href');
            const before = await officer.context.cookies();
            await officer.go(`${matter}/do/note`);
            await officer.fill('text', '写到一半的备注𠮷조선');
            await officer.context.clearCookies({ name: '__Host-s' });
            officer.allow(409);
            const answer = await officer.click(SEND);
            demand(answer.status() === 409, `answered ${answer.status()}`);
            demand(await officer.page.inputValue('main [name=text]') === '写到一半的备注𠮷조선',
                'what was typed is gone');
            // He signs in elsewhere and goes on here.
            await officer.context.addCookies(before);
            await officer.click('main form button[type=submit]');
            if (officer.path() === `${matter}/do/note`)
                await officer.click('main form button[type=submit]');
            await officer.go(matter);
            await officer.says('写到一半的备注𠮷조선', 'main');
        });
    }
    await files(stage, tap);
    await tap.run(stage, 'bad days: a court is called otherwise while somebody fills in a form for it', calledOtherwise);
    await tap.run(stage, 'bad days: Enter in a list sends the form and takes no entry away', async (visit) => {
        const citizen = await visit({ who: 'jia' });
        await openCorrection(citizen);
        let sent = '';
        citizen.page.on('request', (request) => {
            if (request.method() === 'POST')
                sent = request.postDataBuffer()?.toString('latin1') ?? '';
        });
        citizen.allow(422);
        await citizen.follow(() => citizen.page.locator('main [name="materials.0.title"]').press('Enter'));
        demand(sent.includes('name="materials.0.title"'), 'nothing was sent');
        demand(!/name="(remove|add)"/.test(sent), 'Enter took an entry away or added one');
    });
    await tap.run(stage, 'bad days: a matter of somebody else is not there', async (visit) => {
        const owner = await visit({ who: 'jia' });
        await owner.go('/my');
        const matter = await owner.page.locator('main [href^="/m/"]').first().getAttribute('href');
        const stranger = await visit({ who: 'yi' });
        await stranger.go(matter, 404);
        await stranger.go(`${matter}/looks`, 404);
        await stranger.go('/m/0000-00000-00000-00', 404);
        const nobody = await visit();
        await nobody.go(matter);
        await nobody.isAt(`/in?to=${encodeURIComponent(matter)}`);
    });
    await tap.run(stage, 'bad days: a citizen finds no desk, a clerk no matters of his own', async (visit) => {
        const citizen = await visit({ who: 'jia' });
        for (const path of ['/desk', '/hub', '/desk/new'])
            await citizen.go(path, 404);
        const clerk = await visit({ who: 'counter@7504' });
        await clerk.go('/hub', 403);
    });
}

/** The directory is published between two pages of a filing, the second of which names the court as it was. */
async function calledOtherwise(visit) {
    const [before, after] = ['敦化林区基层法院', '敦化森林法院'];
    const citizen = await visit({ who: 'yi', width: 390 });
    await begin(citizen, '/apply');
    await fillParties(citizen);
    await ownWords(citizen);
    await citizen.fill('claims', '判令被告返还借款。');
    await citizen.fill('facts', '2025年3月借款，至今未还𠮷조선。');
    await citizen.fill('amount', '20000');
    await next(citizen, '/court');
    const court = await unfold(citizen, '[name=owner][value=JL7501]');
    await citizen.says(before, 'main');

    const [admin, head] = [await visit({ who: 'system@75' }), await visit({ who: 'head@75' })];
    await admin.go('/desk/directory/of/JL7501');
    await admin.fill('name_zh', after);
    await admin.click(SEND_ONE);
    await head.go(admin.path().split('?')[0]);
    await head.page.check('main [name=decision][value=approve]');
    await head.click(SEND_ONE);
    await waitFor(async () => (await citizen.ask('/courts')).page.includes(after), 'the directory does not arrive');

    await court.check();
    await next(citizen, '/materials');
    await attach(citizen, true);
    await next(citizen, '/check');
    await citizen.says(after, 'main');
    await citizen.says('至今未还𠮷조선', 'main');
    demand(!(await citizen.text('body')).includes(before), 'the court has its old name in one place');
    const matter = await handIn(citizen);
    await citizen.go(`/m/${matter}`);
    await citizen.says(after, 'main');
    const officer = await visit({ who: 'officer@7501' });
    await arrives(officer, `/desk/m/${matter}`, '至今未还𠮷조선');
    await officer.says(after, 'body');
}

async function openCorrection(citizen) {
    await citizen.go('/my');
    await citizen.click('main .card--todo [href^="/m/"]');
    await citizen.click('main [href$="/do/hand_in_correction"]');
}

async function files(stage, tap) {
    const wrong = [
        ['a program that says it is a picture', { name: '照片.jpg', mimeType: 'image/jpeg',
            buffer: Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1') }],
        ['a page that says it is a PDF', { name: '合同.pdf', mimeType: 'application/pdf',
            buffer: Buffer.from('<html><script>alert(1)</script>') }],
        ['nothing', { name: '空.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) }],
    ];
    for (const [what, file] of wrong) {
        await tap.run(stage, `bad days: ${what} is not taken, and the rest is kept`, async (visit) => {
            // With scripts a file goes before its form: the uploads suite.
            const citizen = await visit({ who: 'jia', width: 390, scripts: false });
            await openCorrection(citizen);
            await citizen.page.setInputFiles('main [name="materials.0.file"]', file);
            await citizen.fill('note', '一并说明𠮷');
            citizen.allow(415, 422);
            const answer = await citizen.click(SEND);
            demand([415, 422].includes(answer.status()), `answered ${answer.status()}`);
            demand(await citizen.page.locator('.summary').first().isVisible(), 'does not say what is wrong');
            demand(await citizen.page.inputValue('main [name=note]') === '一并说明𠮷', 'what was typed is gone');
        });
    }
}
