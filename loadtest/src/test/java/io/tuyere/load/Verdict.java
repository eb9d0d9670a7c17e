package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.dummy;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.DummyBuilder;
import java.util.function.IntSupplier;

/**
 * Something that a simulation works out from what it saw, such as a ratio. It stands in the report as a request of this name,
 * whose response time is the number, and its assertion fails the run where the number is too high or was never worked out.
 *
 * @param name says what the number is
 * @param most the highest number that passes
 */
record Verdict(String name, int most, IntSupplier number) {
    DummyBuilder step() {
        return dummy(name, session -> number.getAsInt()).withSuccess(session -> number.getAsInt() <= most);
    }

    Assertion assertion() {
        return details(name).successfulRequests().count().is(1L);
    }
}
