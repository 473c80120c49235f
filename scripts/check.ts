/** `npm run check`: types, lint, layers, colours, io, unit tests, conformance. */
import { finish, runSteps } from './run-steps.ts';
import { checkSteps } from './steps.ts';

finish(runSteps(checkSteps));
