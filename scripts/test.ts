/** `npm test`: everything; the last line says `N passed, N failed`. */
import { ensureChromium } from './find-chromium.ts';
import { finish, runSteps } from './run-steps.ts';
import { browserSteps, checkSteps } from './steps.ts';

process.env['CHROMIUM_PATH'] = ensureChromium();
finish(runSteps([...checkSteps, ...browserSteps]));
