// run.mjs: runs suites against a program and says in TAP how they went.
//
// usage: node run.mjs PROGRAM RULES SUITE…   (suites: see below; README.md tells more)
import { resolve } from 'node:path';
import { suiteAccount } from './suite_account.mjs';
import { suiteAnnouncement } from './suite_announcement.mjs';
import { suiteBadDays } from './suite_bad_days.mjs';
import { suiteBoard } from './suite_board.mjs';
import { suiteBudgets } from './suite_budgets.mjs';
import { suiteCrowd } from './suite_crowd.mjs';
import { suiteDesk } from './suite_desk.mjs';
import { suiteElements, suiteManyParties } from './suite_elements.mjs';
import { suiteFactor } from './suite_factor.mjs';
import { suiteJourneys } from './suite_journeys.mjs';
import { suiteKeys } from './suite_keys.mjs';
import { suiteLayout, suiteLayoutOfAll } from './suite_layout.mjs';
import { suiteMistakes } from './suite_mistakes.mjs';
import { suitePeople } from './suite_people.mjs';
import { suitePlaces } from './suite_places.mjs';
import { suiteRights } from './suite_rights.mjs';
import { suiteService } from './suite_service.mjs';
import { suiteServing } from './suite_serving.mjs';
import { suiteTeeth } from './suite_teeth.mjs';
import { suiteUploads } from './suite_uploads.mjs';
import { suiteWalks } from './suite_walks.mjs';
import { Stage } from './stage.mjs';
import { Tap } from './tap.mjs';

const SUITES = {
    teeth: suiteTeeth,
    places: suitePlaces,
    layout: suiteLayout,
    'layout-of-all': suiteLayoutOfAll,
    factor: suiteFactor,
    journeys: suiteJourneys,
    keys: suiteKeys,
    elements: suiteElements,
    mistakes: suiteMistakes,
    board: suiteBoard,
    people: suitePeople,
    account: suiteAccount,
    rights: suiteRights,
    walks: suiteWalks,
    'bad-days': suiteBadDays,
    crowd: suiteCrowd,
    budgets: suiteBudgets,
    'many-parties': suiteManyParties,
    desk: suiteDesk,
    uploads: suiteUploads,
    serving: suiteServing,
    announcement: suiteAnnouncement,
    service: suiteService,
};

const [program, rules, ...names] = process.argv.slice(2);
if (names.length === 0 || names.some((name) => SUITES[name] === undefined)) {
    console.error(`usage: node run.mjs PROGRAM RULES SUITE…\nsuites: ${Object.keys(SUITES).join(' ')}`);
    process.exit(2);
}

const tap = new Tap(process.env.TONGBAN_CASE);
let stage;
try {
    stage = await Stage.open({ program: resolve(program), rules: resolve(rules),
        pictures: process.env.TONGBAN_PICTURES });
    for (const name of names) {
        await stage.start();
        await SUITES[name](stage, tap);
        tap.line(`${name}: the program ends well and its log keeps quiet about people`, await stage.stop());
    }
} catch (error) {
    console.log(`Bail out! ${String(error.stack ?? error).replaceAll('\n', ' ')}`);
    process.exitCode = 1;
} finally {
    await stage?.close();
}
if (!tap.end())
    process.exitCode = 1;
