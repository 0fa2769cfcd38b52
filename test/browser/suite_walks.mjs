// suite_walks.mjs: what happens seldom in a matter, and what a draft goes through, each walked to its end. The
// looks of journeys go round, so that every pair of language, width and scripts comes up here as well.
import { walkFor } from './looks.mjs';
import { demand } from './tap.mjs';
import { SEND_ONE, arrives, askForCorrection, attach, begin, choose, codeOf, correct, failFirst, file, fillParties,
    handIn, next, offers, openReview, openStep, ownWords, sendWrong, take, takeOpen, unfold, useCode } from './walk.mjs';
import { ruled, say } from './words.mjs';

export async function suiteWalks(stage, tap) {
    let n = 0;
    const walk = (name, body) => {
        const look = walkFor(n++);
        return tap.run(stage, `walk: ${name}`, (visit) =>
            body((who) => visit({ who, ...look }), look.language, visit));
    };
    await walk('somebody is sent elsewhere', redirected);
    await walk('a second notice to correct needs a new ground and the head of division', correctedTwice);
    await walk('a transfer is declined and taken back, offered to another court and accepted', transferred);
    await walk('the hub proposes another court, and the judge keeps the matter', kept);
    await walk('the hub proposes another court, which takes the matter', designated);
    await walk('originals are taken in, sent, and compared on arrival', originals);
    await walk('the head of division gives a matter to somebody', assigned);
    await walk('the place where a contract is performed brings another court', performedElsewhere);
    await walk('somebody goes on at another device with a code', takenUp);
    await walk('a counter goes on with a code', takenUpAtCounter);
    await walk('somebody withdraws', withdrawn);
    await walk('a receipt is checked, and one that was changed', verified);
}

/** Where nobody's address names a forest bureau, the place of performance does. */
async function performedElsewhere(come) {
    const citizen = await come('jia');
    await begin(citizen, '/apply');
    await fillParties(citizen);
    await ownWords(citizen);
    await citizen.fill('claims', '判令被告返还借款。');
    await citizen.fill('facts', '借款至今未还。');
    await citizen.fill('amount', '20000');
    await next(citizen, '/court');
    const advised = 'main form[method=post] > fieldset [name=owner][value=JL7505]';
    demand(await citizen.page.locator(advised).count() === 0, 'the court is advised before its place is named');
    await (await unfold(citizen, '[name=performance]')).fill('白河林业局某林场');
    await citizen.click('main form[method=get] button[type=submit]');
    await citizen.isAt(/performance=/);
    await citizen.page.check(advised);
    await next(citizen, '/materials');
}

/** A matter of jia's that is under review at 和龙; gives its number, the citizen and the officer. */
async function underReview(come) {
    const citizen = await come('jia');
    const officer = await come('officer@7502');
    const matter = await file(citizen, { at: '/apply' });
    await openReview(officer, matter);
    return { citizen, officer, matter };
}

async function redirected(come, language) {
    const { citizen, officer, matter } = await underReview(come);
    await openStep(officer, 'redirect');
    await choose(officer, 'reason', 'other_court');
    await sendWrong(officer, 'redirect', 'court_name', 'explanation');
    await officer.fill('court_name', '延吉市人民法院');
    await officer.fill('explanation', '被告住所地在延吉市，请向延吉市人民法院起诉。');
    await takeOpen(officer, 'redirect');
    await arrives(citizen, `/m/${matter}`, ruled(language, 'papers', 'redirection_notice'));
    await citizen.says(ruled(language, 'states', 'redirected'), 'main');
    await citizen.says('延吉市人民法院', 'main');
}

async function correctedTwice(come, language) {
    const { citizen, officer, matter } = await underReview(come);
    const grounds = ['诉讼请求没有写明利息从哪一天算起', '新提交的借条与诉讼请求的数额不一致'];
    await askForCorrection(officer, grounds[0]);
    await correct(citizen, matter, grounds[0]);
    await offers(officer, `/desk/m/${matter}`, '/do/check_items');
    await take(officer, 'check_items', () => failFirst(officer, grounds[1]));
    // The officer may not ask again, and is told so.
    const link = officer.page.locator('main [href$="/do/require_correction"]');
    if (await link.count() > 0) {
        await openStep(officer, 'require_correction');
        officer.allow(409, 422);
        await choose(officer, 'days', '5');
        const answer = await officer.click('main form[method=post] .actions button[type=submit]');
        demand(answer.status() >= 400, 'a second notice was taken');
        await officer.says(say(language, 'refusal.correction-once'), 'main');
    }
    const head = await come('head@7502');
    await head.go(`/desk/m/${matter}`);
    await openStep(head, 'require_further_correction');
    await choose(head, 'days', '5');
    await sendWrong(head, 'require_further_correction', 'new_ground');
    await head.fill('new_ground', '补正中新提交的借条与原来的诉讼请求不一致。');
    await takeOpen(head, 'require_further_correction');
    await correct(citizen, matter, grounds[1]);
    // There is no third one.
    await offers(officer, `/desk/m/${matter}`, '/do/check_items');
    await take(officer, 'check_items', () => failFirst(officer, '还是不清楚'));
    await head.go(`/desk/m/${matter}`);
    demand(await head.page.locator('main [href$="/do/require_further_correction"]').count() === 0,
        'a third notice is offered');
}

/** A judge offers the matter to another court. */
async function offer(judge, matter, court) {
    await judge.go(`/desk/m/${matter}`);
    await take(judge, 'offer_transfer', async () => {
        await choose(judge, 'court', court);
        await choose(judge, 'reason', 'no_jurisdiction');
        await judge.fill('explanation', '被告住所地在该院辖区。');
    });
}

async function transferred(come, language) {
    const { citizen, matter } = await underReview(come);
    const judge = await come('judge@7502');
    await offer(judge, matter, 'JL7504');
    const decliner = await come('officer@7504');
    await offers(decliner, '/desk', `/desk/m/${matter}`);
    await decliner.click(`main table [href="/desk/m/${matter}"]`);
    await openStep(decliner, 'decline_transfer');
    await sendWrong(decliner, 'decline_transfer', 'reason');
    await decliner.fill('reason', '被告经常居住地不在本院辖区。');
    await takeOpen(decliner, 'decline_transfer');
    await arrives(judge, `/desk/m/${matter}`, ruled(language, 'steps', 'take_back'));
    await offer(judge, matter, 'JL7505');
    const taker = await come('officer@7505');
    await offers(taker, '/desk', `/desk/m/${matter}`);
    await taker.click(`main table [href="/desk/m/${matter}"]`);
    await take(taker, 'accept_transfer');
    await arrives(citizen, `/m/${matter}`, ruled(language, 'steps', 'accept_transfer'));
    // The clock runs anew at the court that holds it now, and it is not passed on a second time.
    await take(taker, 'open');
    const next = await come('judge@7505');
    await next.go(`/desk/m/${matter}`);
    demand(await next.page.locator('main [href$="/do/offer_transfer"]').count() === 0,
        'it is offered a second time');
}

/** The hub urges 敦化 in the most urgent of its late matters and proposes a court; gives the number. */
async function propose(come, language, court) {
    const hub = await come('hub@75');
    await hub.go('/hub/late?court=JL7501');
    const address = await hub.page.locator('main [href^="/hub/m/"]').first().getAttribute('href');
    await hub.go(address);
    await hub.fill('message', '请与珲春林区基层法院商量。');
    await choose(hub, 'court', court);
    await hub.click('main form[method=post] button[type=submit]');
    await hub.says(say(language, 'flash.urged'), 'main');
    await arrives(hub, address, say(language, 'hub.urged-received'));
    return { hub, address, matter: address.replace('/hub/m/', '') };
}

async function kept(come, language) {
    const { matter } = await propose(come, language, 'JL7505');
    const judge = await come('judge@7501');
    const task = ruled(language, 'tasks', 'consider_designation');
    await judge.go('/desk');
    await judge.says(task, 'main .rows');
    await judge.click(`main .rows [href="/desk/m/${matter}"]`);
    await openStep(judge, 'keep_matter');
    await sendWrong(judge, 'keep_matter', 'reason');
    await judge.fill('reason', '材料已经齐全，本院本周内决定。');
    await takeOpen(judge, 'keep_matter');
    demand(await judge.page.locator('[aria-labelledby=tasks]', { hasText: task }).count() === 0,
        'the task is not closed');
}

async function designated(come, language) {
    const { hub, address, matter } = await propose(come, language, 'JL7504');
    const judge = await come('judge@7501');
    await judge.go('/desk');
    await judge.page.locator(`main .rows [href^="/desk/m/${matter}"]`).first().waitFor();
    await offer(judge, matter, 'JL7504');
    const taker = await come('judge@7504');
    await offers(taker, `/desk/m/${matter}`, '/do/accept_transfer');
    await take(taker, 'accept_transfer');
    await offers(hub, '/hub/list?court=JL7504', address);
}

async function originals(come, language) {
    const clerk = await come('counter@7504');
    const officer = await come('officer@7502');
    const matter = await file(clerk, { at: '/desk/new', paper: true });
    await clerk.go(`/desk/m/${matter}`);
    await take(clerk, 'take_originals', async () => {
        await choose(clerk, 'materials.0.item', 'complaint');
        await clerk.page.check('main [name="materials.0.paper"]');
        await clerk.page.check('main [name="materials.0.original"]');
    });
    await clerk.says(ruled(language, 'papers', 'originals_list'), 'main');
    await openStep(clerk, 'originals_sent');
    await sendWrong(clerk, 'originals_sent', 'courier_number', 'sent_on');
    await clerk.fill('courier_number', 'EMS1234567890123');
    await clerk.fill('sent_on', today());
    await takeOpen(clerk, 'originals_sent');
    await openReview(officer, matter);
    await arrives(officer, `/desk/m/${matter}`, ruled(language, 'tasks', 'confirm_originals'));
    await openStep(officer, 'originals_arrived');
    await officer.page.check('main [name=complete][value=false]');
    await sendWrong(officer, 'originals_arrived', 'note');
    await officer.fill('note', '缺一份复印件，已电话联系窗口。');
    await takeOpen(officer, 'originals_arrived');
    demand(!(await officer.text('main')).includes(ruled(language, 'tasks', 'confirm_originals')),
        'the task is not closed');
}

/** As a date field has it, in China. */
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

async function assigned(come, language) {
    const clerk = await come('counter@7503');
    const head = await come('head@7502');
    const officer = await come('officer@7502');
    const matter = await file(clerk, { at: '/desk/new', paper: true });
    await arrives(head, '/desk?role=filing_officer', matter);
    await head.click(`main table [href="/desk/m/${matter}"]`);
    await openStep(head, 'assign');
    await sendWrong(head, 'assign', 'handler');
    const name = await head.page.locator('main [name=handler] option').evaluateAll((options) =>
        options.find((one) => one.textContent.includes('立案人员'))?.value);
    demand(name !== undefined, 'no officer can be chosen');
    await choose(head, 'handler', name);
    await takeOpen(head, 'assign');
    await head.says('立案人员（和龙）', 'main');
    await officer.go('/desk?v=mine');
    demand(await officer.page.locator(`main table [href="/desk/m/${matter}"]`).count() === 1,
        'it is not on the list of the one who has it now');
    await officer.go('/desk?v=free');
    demand(await officer.page.locator(`main table [href="/desk/m/${matter}"]`).count() === 0,
        'it can be taken by others');
}

async function takenUp(come, language, visit) {
    const home = await come('yi');
    await begin(home, '/apply');
    await fillParties(home);
    const code = await codeOf(home);
    const elsewhere = await visit({ who: 'yi', freshly: true, language, width: 390 });
    elsewhere.allow(404, 409, 422);
    const wrong = code.replace(/.$/, (last) => last === '2' ? '3' : '2');
    demand((await useCode(elsewhere, '/apply', wrong)).status() >= 400, 'a wrong code opens the draft');
    demand(await elsewhere.page.inputValue('main [name=code]') === wrong, 'what was typed is gone');
    const small = code.toLowerCase().replaceAll('-', ' ');
    demand((await useCode(elsewhere, '/apply', small)).status() === 200, 'the code opens nothing');
    await elsewhere.isAt(/^\/apply\/[0-9a-f]+\/check/);
    await elsewhere.says('𠮷野조선', 'main');
}

async function takenUpAtCounter(come, language) {
    const home = await come('jia');
    await begin(home, '/apply');
    await fillParties(home);
    const code = await codeOf(home);
    const clerk = await come('counter@7505');
    demand((await useCode(clerk, '/desk/new', code)).status() === 200, 'the code opens nothing');
    await clerk.isAt(/^\/desk\/new\/[0-9a-f]+\/check/);
    await clerk.says(say(language, 'flash.draft-taken'), 'main');
    await clerk.says('𠮷野조선', 'main');
    await clerk.go(clerk.path().replace(/check.*$/, 'claims'));
    await ownWords(clerk);
    await clerk.fill('claims', '判令被告返还借款及利息。');
    await clerk.fill('facts', '2025年3月借款，至今未还。');
    await next(clerk, '/court');
    await choose(clerk, 'owner', 'JL7505');
    await next(clerk, '/materials');
    await attach(clerk, true);
    await next(clerk, '/check');
    await handIn(clerk);
    // At home it is said who goes on with it, before anybody hands it in a second time.
    const [, taken] = say(language, 'apply.taken').split(/\{[^}]*\}/);
    await home.go('/my');
    await home.says(taken.trim(), 'main');
}

async function withdrawn(come, language) {
    const { citizen, officer, matter } = await underReview(come);
    await citizen.go(`/m/${matter}`);
    await take(citizen, 'withdraw', () => citizen.fill('reason', '双方已经和解。'));
    await arrives(officer, `/desk/m/${matter}`, ruled(language, 'states', 'withdrawn'));
    await arrives(citizen, `/m/${matter}`, ruled(language, 'states', 'withdrawn'));
}

async function verified(come, language) {
    const citizen = await come('jia');
    const matter = await file(citizen, { at: '/apply' });
    await citizen.go(`/m/${matter}`);
    const receipt = await citizen.page.locator('main [href*="/receipt/"]').first().getAttribute('href');
    const { page: text } = await citizen.ask(receipt);
    const reader = await come(undefined);
    const check = async (what) => {
        await reader.go('/verify');
        await reader.fill('text', what);
        await reader.click(SEND_ONE);
    };
    await check(text);
    await reader.says(say(language, 'verify-page.genuine'), 'main');
    await reader.says(matter, 'main');
    await check(text.replace(matter, matter.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))));
    await reader.says(say(language, 'verify-page.not-genuine'), 'main');
    reader.allow(422);
    await check(' ');
    await reader.says(say(language, 'verify-page.empty'), 'main');
}
