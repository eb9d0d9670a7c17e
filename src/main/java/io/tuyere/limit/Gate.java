package io.tuyere.limit;

/** Where calls of one kind pass on their way to the cloud: of one project, to one region, with one method and path. Any thread. */
public interface Gate {
    /**
     * The turn of a call.
     *
     * @param tenant whose call it is; tenants that wait are served in turn
     * @param patienceMillis how long it may wait
     */
    Turn pass(String tenant, long patienceMillis);

    /** The cloud says that such calls come too fast. */
    void slowDown();

    /** The cloud says so to another instance; nothing is to be done where the fleet shares the rate anyway. */
    default void slowedElsewhere() {}
}
