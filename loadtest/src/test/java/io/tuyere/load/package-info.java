/**
 * Load tests of a running gateway: each simulation is a class of its own, with its assertions in it. They know nothing of the
 * gateway's classes. Start with {@link io.tuyere.load.Smoke}, then {@link io.tuyere.load.Target}.
 */
package io.tuyere.load;
