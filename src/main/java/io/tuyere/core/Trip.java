package io.tuyere.core;

/** Which breaker counts a cloud code as a failure. The class does not decide this: a wrong country is no reason to stop calling. */
public enum Trip {
    /** None: the call was at fault, or the next one may well succeed. */
    NONE,
    /** That of the project in the region: nothing it calls there will be answered. */
    ACCESS,
    /** That of the project and API family in the region: the product is not covered. */
    PRODUCT,
    /** That of the region: it fails for everybody. */
    TRANSPORT
}
