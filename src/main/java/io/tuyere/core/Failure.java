package io.tuyere.core;

/** placeholder */
public sealed interface Failure {
    record Placeholder() implements Failure {}
}
