/**
 * A simulated Tuya cloud of seven data centres for demonstrations, tests and load tests: strict about signatures, tokens
 * and regions, and able to fail in every way that the real one does. It uses the JDK, Vert.x and the words of
 * {@code core}; its signature code is its own on purpose, because code shared with the gateway would hide a mistake from
 * every test. Start reading at {@link io.tuyere.sim.SimulatedCloud}, then {@link io.tuyere.sim.RegionServer}.
 */
@NullMarked
package io.tuyere.sim;

import org.jspecify.annotations.NullMarked;
