package io.tuyere.sim;

/** One call of the cloud's interface; everything is in memory, so it answers at once. */
@FunctionalInterface
interface Endpoint {
    /**
     * The answer to an admitted call.
     *
     * @throws RefusedException to refuse it from any depth
     */
    Answer answer(SimCall call, Caller caller);
}
