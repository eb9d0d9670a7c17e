package io.tuyere.observe;

/**
 * What a trace tells of a call that is over; empty texts for what was not found out.
 *
 * @param error name of the failure
 * @param route why it went to the region
 */
public record CallFacts(
        String method,
        String template,
        String face,
        String tenant,
        String region,
        String route,
        String requestId,
        String outcome,
        String error,
        int status) {}
