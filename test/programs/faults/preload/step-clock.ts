/**
 * Loaded into a gateway process by the fault harness: SIGUSR2 sets its wall clock five seconds ahead, the next one five
 * seconds behind, the third right again.
 */
const STEP = 5_000;
const real = Date.now;
let step = 0;

Date.now = () => real() + step;
process.on('SIGUSR2', () => {
  step = step === 0 ? STEP : step > 0 ? -STEP : 0;
});
