// check_axe.mjs: what axe-core finds against WCAG 2.0 to 2.2, A and AA, and against good practice.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** One line for each violation: the rule, what it asks for, and where. */
export async function axeComplaints(page) {
    // Through the debugger, as the page's own policy lets no foreign script in.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: SOURCE });
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression: `axe.run(document, ${JSON.stringify({
            runOnly: TAGS, resultTypes: ['violations'], elementRef: false,
        })}).then((found) => JSON.stringify(found.violations))`,
        awaitPromise: true,
    });
    await session.detach();
    if (exceptionDetails !== undefined)
        return [`axe did not run: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`];
    return JSON.parse(result.value).flatMap((violation) => violation.nodes.map((node) =>
        `axe ${violation.id}: ${violation.help}: ${node.target.join(' ')}\n` +
        `    ${node.html.slice(0, 300)}\n    ${(node.failureSummary ?? '').split('\n').slice(1).join('; ')}`));
}
