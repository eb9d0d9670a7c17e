package io.tuyere.core;

import java.time.Duration;
import java.util.List;

/**
 * What can go wrong in normal running, with the facts that its answer needs. It travels as {@link FailureException}; a bug
 * is never a failure but an unchecked exception of the JDK.
 */
public sealed interface Failure {
    /** The stable name under which clients see it; one constant a record. */
    Kind kind();

    /** Plain words for the person at the client, with the remedy where there is one; never holds a secret. */
    String detail();

    /** Whether the cloud may have executed the call; only {@code false} allows a write to be sent again. */
    default boolean mayHaveActed() {
        return false;
    }

    /** Milliseconds after which another try makes sense, 0 where that is not known. */
    default long retryAfterMillis() {
        return 0;
    }

    /** The code with which the cloud refused, 0 where it did not. */
    default int cloudCode() {
        return 0;
    }

    /** What a client that made a usual mistake should do, empty where none shows. */
    default String hint() {
        return "";
    }

    /** The form in which it travels through futures and stages. */
    default FailureException toException() {
        return new FailureException(this);
    }

    /** The kinds of failure, by the slug that clients see in {@code X-Tuyere-Error}. */
    enum Kind {
        BAD_REQUEST("bad-request", true),
        METHOD_NOT_ALLOWED("method-not-allowed", true),
        TARGET_TOO_LONG("target-too-long", true),
        HEADERS_TOO_LARGE("headers-too-large", true),
        EXPECTATION_FAILED("expectation-failed", true),
        REQUEST_TIMEOUT("request-timeout", true),
        MISSING_HEADER("missing-header", true),
        BODY_TOO_LARGE("body-too-large", true),
        UNKNOWN_CREDENTIAL("unknown-credential", true),
        BAD_SIGNATURE("bad-signature", true),
        STALE_TIME("stale-time", true),
        JWT_INVALID("jwt-invalid", true),
        TOKEN_MISSING("token-missing", true),
        TOKEN_INVALID("token-invalid", true),
        GRANT_INVALID("grant-invalid", true),
        UNKNOWN_COUNTRY("unknown-country", true),
        UNKNOWN_REGION("unknown-region", true),
        NO_REGION("no-region", true),
        REGION_NOT_ENABLED("region-not-enabled", true),
        OAUTH_INVALID("oauth-invalid", true),
        HOST_NOT_ALLOWED("host-not-allowed", true),
        PROXY_CREDENTIAL("proxy-credential", true),
        OVER_PLAN("over-plan", true),
        OVER_PACE("over-pace", true),
        OVER_BUDGET("over-budget", true),
        ACCESS_BLOCKED("access-blocked", true),
        PRODUCT_BLOCKED("product-blocked", true),
        PROJECT_REFUSED("project-refused", false),
        SESSION_UNAVAILABLE("session-unavailable", false),
        TENANTS_UNAVAILABLE("tenants-unavailable", false),
        KEYS_UNAVAILABLE("keys-unavailable", false),
        REGION_UNAVAILABLE("region-unavailable", false),
        OVERLOADED("overloaded", false),
        UPSTREAM_BROKEN("upstream-broken", false),
        DEADLINE("deadline", false),
        REPLY_TOO_LARGE("reply-too-large", false),
        NOT_ACROSS_REGIONS("not-across-regions", true),
        CURSOR_INVALID("cursor-invalid", true),
        KEY_REUSED("key-reused", true),
        KEY_IN_USE("key-in-use", true),
        OUTCOMES_UNAVAILABLE("outcomes-unavailable", false),
        CLIENT_GONE("client-gone", false);

        private final String slug;
        private final boolean refusal;

        Kind(String slug, boolean refusal) {
            this.slug = slug;
            this.refusal = refusal;
        }

        /** Whether the gateway decided on it by itself, before anything was sent. */
        public boolean refusal() {
            return refusal;
        }

        /** Whether the caller did not prove who they are, and may be guessing. */
        public boolean unproven() {
            return this == UNKNOWN_CREDENTIAL || this == BAD_SIGNATURE || this == JWT_INVALID;
        }

        /** Lower-case name with dashes; never changes once published. */
        public String slug() {
            return slug;
        }
    }

    /** The request cannot be understood. */
    record BadRequest(String detail) implements Failure {
        @Override
        public Kind kind() {
            return Kind.BAD_REQUEST;
        }
    }

    /** A method that the Tuya OpenAPI does not have. */
    record MethodNotAllowed(String allowed) implements Failure {
        @Override
        public Kind kind() {
            return Kind.METHOD_NOT_ALLOWED;
        }

        @Override
        public String detail() {
            return "the Tuya OpenAPI knows the methods " + allowed;
        }
    }

    /** The request line is over the cap. */
    record TargetTooLong() implements Failure {
        @Override
        public Kind kind() {
            return Kind.TARGET_TOO_LONG;
        }

        @Override
        public String detail() {
            return "the request line is longer than server.max-request-line allows";
        }
    }

    /** The request headers are over the cap. */
    record HeadersTooLarge() implements Failure {
        @Override
        public Kind kind() {
            return Kind.HEADERS_TOO_LARGE;
        }

        @Override
        public String detail() {
            return "the request headers are larger than server.max-headers allows, or more than server.max-header-fields";
        }
    }

    /** The client expects something that is not known here. */
    record ExpectationFailed() implements Failure {
        @Override
        public Kind kind() {
            return Kind.EXPECTATION_FAILED;
        }

        @Override
        public String detail() {
            return "Expect may be 100-continue and nothing else";
        }
    }

    /** The request came too slowly. */
    record RequestTimeout() implements Failure {
        @Override
        public Kind kind() {
            return Kind.REQUEST_TIMEOUT;
        }

        @Override
        public String detail() {
            return "the request did not come whole within server.header-timeout and server.body-timeout, or its body came"
                    + " more slowly than server.min-body-rate";
        }
    }

    /** A header that the face needs is not there. */
    record MissingHeader(String name) implements Failure {
        @Override
        public Kind kind() {
            return Kind.MISSING_HEADER;
        }

        @Override
        public String detail() {
            return "missing the header " + name;
        }
    }

    /**
     * The request body is over the cap.
     *
     * @param maxBytes the cap
     */
    record BodyTooLarge(long maxBytes) implements Failure {
        @Override
        public Kind kind() {
            return Kind.BODY_TOO_LARGE;
        }

        @Override
        public String detail() {
            return "the body is larger than the " + maxBytes + " bytes that server.max-body allows";
        }
    }

    /** No credential of the gateway matches what the client showed. */
    record UnknownCredential(String shown) implements Failure {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN_CREDENTIAL;
        }

        @Override
        public String detail() {
            return shown;
        }
    }

    /** The gateway has started without Redis, where its tenants are kept, and knows none of them yet. */
    record TenantsUnavailable() implements Failure {
        @Override
        public Kind kind() {
            return Kind.TENANTS_UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "the gateway has just started and does not know its tenants yet; try again in a moment";
        }

        @Override
        public long retryAfterMillis() {
            return 1_000;
        }
    }

    /** The client's signature matches no form that its credential allows. */
    record BadSignature() implements Failure {
        @Override
        public Kind kind() {
            return Kind.BAD_SIGNATURE;
        }

        @Override
        public String detail() {
            return "sign invalid: compare the string your client signs with the one that `tuyere explain` prints";
        }
    }

    /**
     * The client's clock is off.
     *
     * @param aheadMillis how far the client is ahead of the gateway, negative when it is behind
     */
    record StaleTime(long aheadMillis) implements Failure {
        @Override
        public Kind kind() {
            return Kind.STALE_TIME;
        }

        @Override
        public String detail() {
            return "request time is invalid: t is " + Math.abs(aheadMillis) + " ms "
                    + (aheadMillis > 0 ? "ahead of" : "behind") + " the gateway's clock, 300000 ms are allowed";
        }

        /** A time in seconds is a thousand times too small. */
        @Override
        public String hint() {
            return aheadMillis < -1_000_000_000_000L
                    ? "t is in seconds; Tuya wants milliseconds since 1970, thirteen digits"
                    : "";
        }
    }

    /**
     * A token of an identity provider that proves nobody here.
     *
     * @param why in ASCII without quotes and backslashes, and without anything of the token
     */
    record JwtInvalid(String why) implements Failure {
        @Override
        public Kind kind() {
            return Kind.JWT_INVALID;
        }

        @Override
        public String detail() {
            return "JWT invalid: " + why;
        }
    }

    /** Whether a token is right cannot be told, since the keys of its issuer cannot be had at the moment. */
    record KeysUnavailable() implements Failure {
        @Override
        public Kind kind() {
            return Kind.KEYS_UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "the keys of the token's issuer cannot be fetched at the moment; try again in a few seconds";
        }

        @Override
        public long retryAfterMillis() {
            return 5_000;
        }
    }

    /** A business call came without a token. */
    record TokenMissing() implements Failure {
        @Override
        public Kind kind() {
            return Kind.TOKEN_MISSING;
        }

        @Override
        public String detail() {
            return "access_token is null: ask GET /v1.0/token?grant_type=1 for one";
        }
    }

    /** A token that the gateway did not issue, that is expired, or whose session has ended. */
    record TokenInvalid(String why) implements Failure {
        @Override
        public Kind kind() {
            return Kind.TOKEN_INVALID;
        }

        @Override
        public String detail() {
            return "token invalid: " + why; // tinytuya looks for the text "token invalid"
        }
    }

    /** A token call without a grant type that exists. */
    record GrantInvalid() implements Failure {
        @Override
        public Kind kind() {
            return Kind.GRANT_INVALID;
        }

        @Override
        public String detail() {
            return "grant type invalid: GET /v1.0/token needs grant_type=1, or grant_type=2 with a code";
        }

        @Override
        public String hint() {
            return "add ?grant_type=1 for the project's token";
        }
    }

    /** A country that the table does not know. */
    record UnknownCountry(String given) implements Failure {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN_COUNTRY;
        }

        @Override
        public String detail() {
            return "country code invalid: \"" + given
                    + "\" is no calling code (49, +1204), phone number or ISO 3166 code (DE) that is known";
        }
    }

    /** A region id that does not exist. */
    record UnknownRegion(String given, List<String> enabled) implements Failure {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN_REGION;
        }

        @Override
        public String detail() {
            return "there is no region \"" + given + "\"; enabled here: " + String.join(", ", enabled);
        }
    }

    /** Nothing says which region a call is for. */
    record NoRegion(List<String> enabled) implements Failure {
        @Override
        public Kind kind() {
            return Kind.NO_REGION;
        }

        @Override
        public String detail() {
            return "nothing says which region this call is for: send X-Tuya-Region or X-Country-Code, or set"
                    + " default-region for the tenant; enabled here: " + String.join(", ", enabled);
        }
    }

    /**
     * A region that exists but is not the tenant's.
     *
     * @param region the right region for what the client asked
     * @param because what made it the right one
     */
    record RegionNotEnabled(String region, String because, List<String> enabled) implements Failure {
        @Override
        public Kind kind() {
            return Kind.REGION_NOT_ENABLED;
        }

        @Override
        public String detail() {
            return "this call belongs to region " + region + " (" + because
                    + "), which is not enabled for this tenant; enabled: " + String.join(", ", enabled);
        }
    }

    /**
     * A step of a sign-in with a browser that does not fit the one before.
     *
     * @param detail what does not fit, without anything that was sent
     */
    record OAuthInvalid(String detail) implements Failure {
        @Override
        public Kind kind() {
            return Kind.OAUTH_INVALID;
        }
    }

    /** A client that takes the gateway for a proxy, on the way to a host that is no data centre. */
    record HostNotAllowed() implements Failure {
        @Override
        public Kind kind() {
            return Kind.HOST_NOT_ALLOWED;
        }

        @Override
        public String detail() {
            return "this proxy leads to Tuya's data centres only: to their hosts without a port, or with port 443";
        }
    }

    /** A tunnel that nobody known asks for. */
    record ProxyCredential() implements Failure {
        @Override
        public Kind kind() {
            return Kind.PROXY_CREDENTIAL;
        }

        @Override
        public String detail() {
            return "a tunnel needs Proxy-Authorization: Basic, with an access id and secret of this gateway, or any user"
                    + " name and an API key as the password";
        }
    }

    /**
     * More calls than a plan allows.
     *
     * @param plan whose plan it is, {@code tenant} or {@code credential}
     */
    record OverPlan(String plan, long retryAfterMillis) implements Failure {
        @Override
        public Kind kind() {
            return Kind.OVER_PLAN;
        }

        @Override
        public String detail() {
            return "your requests are too frequent: the plan of this " + plan + " is used up; try again in "
                    + retryAfterMillis + " ms";
        }
    }

    /** The cloud takes only so many calls of this kind a second, and too many wait for their turn already. */
    record OverPace(String template, String region, long retryAfterMillis) implements Failure {
        @Override
        public Kind kind() {
            return Kind.OVER_PACE;
        }

        @Override
        public String detail() {
            return "your requests are too frequent: calls of " + template + " to region " + region
                    + " would wait longer than this one has; try again in " + retryAfterMillis + " ms";
        }
    }

    /**
     * The month's calls of a project are used up.
     *
     * @param why what says so
     */
    record OverBudget(String why, long retryAfterMillis) implements Failure {
        @Override
        public Kind kind() {
            return Kind.OVER_BUDGET;
        }

        @Override
        public String detail() {
            return "the calls of this month are used up: " + why;
        }
    }

    /**
     * The cloud refuses a token for the tenant's project.
     *
     * @param cloudCode the cloud's code
     * @param message the cloud's words
     */
    record ProjectRefused(String region, int cloudCode, String message) implements Failure {
        @Override
        public Kind kind() {
            return Kind.PROJECT_REFUSED;
        }

        @Override
        public String detail() {
            return message + " (region " + region + " refuses a token for this tenant's project with code " + cloudCode
                    + ")";
        }
    }

    /** A user's session may be alive, but the instances of the gateway cannot agree on it while the shared state is lost. */
    record SessionUnavailable() implements Failure {
        @Override
        public Kind kind() {
            return Kind.SESSION_UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "the user's session cannot be read or renewed at the moment; try again in a few seconds";
        }
    }

    /**
     * A region refused this tenant's project again and again, whatever was asked; the call was not sent.
     *
     * @param cloudCode the cloud's last code
     * @param message the cloud's words that came with it
     * @param retryAfterMillis when the region is asked again
     * @param belongsTo why another region is the right one, empty when that is not known
     */
    record AccessBlocked(String region, int cloudCode, String message, long retryAfterMillis, String belongsTo)
            implements Failure {
        @Override
        public Kind kind() {
            return Kind.ACCESS_BLOCKED;
        }

        @Override
        public String detail() {
            return message + " (region " + region + " refuses this tenant's project with code " + cloudCode
                    + "; not sent, asked again in " + seconds(retryAfterMillis)
                    + (belongsTo.isEmpty() ? "" : "; " + belongsTo) + ")";
        }

        /** The same, with the region that would be right. */
        public AccessBlocked belongingTo(String otherRegion) {
            return new AccessBlocked(region, cloudCode, message, retryAfterMillis, otherRegion);
        }
    }

    /**
     * A region refused this kind of call to the tenant's project again and again; the call was not sent.
     *
     * @param family the calls that are refused together
     * @param cloudCode the cloud's last code
     * @param message the cloud's words that came with it
     * @param retryAfterMillis when the region is asked again
     */
    record ProductBlocked(String region, String family, int cloudCode, String message, long retryAfterMillis)
            implements Failure {
        @Override
        public Kind kind() {
            return Kind.PRODUCT_BLOCKED;
        }

        @Override
        public String detail() {
            return message + " (region " + region + " refuses " + family
                    + " calls of this tenant's project with code " + cloudCode + "; not sent, asked again in "
                    + seconds(retryAfterMillis) + ")";
        }
    }

    /**
     * A region that cannot be reached; the call was certainly not executed.
     *
     * @param retryAfterMillis when the region is tried again, 0 when the gateway did try just now
     */
    record RegionUnavailable(String region, String why, long retryAfterMillis) implements Failure {
        /** Of a try that failed just now. */
        public RegionUnavailable(String region, String why) {
            this(region, why, 0);
        }

        @Override
        public Kind kind() {
            return Kind.REGION_UNAVAILABLE;
        }

        @Override
        public String detail() {
            return "region " + region + " is not available: " + why + "; the call was not executed"
                    + (retryAfterMillis == 0 ? "" : ", the region is asked again in " + seconds(retryAfterMillis));
        }
    }

    /**
     * More calls are under way than there is room for; the call was not sent.
     *
     * @param what there are too many of
     */
    record Overloaded(String region, String what) implements Failure {
        private static final long PAUSE_MILLIS = 1_000;

        /** Too many wait for a connection. */
        public Overloaded(String region) {
            this(region, "too many calls are waiting for region " + region);
        }

        @Override
        public Kind kind() {
            return Kind.OVERLOADED;
        }

        @Override
        public String detail() {
            return what + "; try again in a moment";
        }

        @Override
        public long retryAfterMillis() {
            return PAUSE_MILLIS;
        }
    }

    /**
     * An answer of the cloud that is not whole, or not an answer of the cloud.
     *
     * @param status HTTP status of the answer, 0 when the connection ended without one
     * @param retryAfterMillis what the answer asked for, 0 for nothing
     */
    record UpstreamBroken(String region, String why, int status, long retryAfterMillis) implements Failure {
        /** Of a connection that ended, or an answer that cannot be used. */
        public UpstreamBroken(String region, String why) {
            this(region, why, 0, 0);
        }

        @Override
        public Kind kind() {
            return Kind.UPSTREAM_BROKEN;
        }

        @Override
        public String detail() {
            return "region " + region + " gave no usable answer: " + why + "; the call may have been executed";
        }

        @Override
        public boolean mayHaveActed() {
            return true;
        }
    }

    /**
     * The call's time is up.
     *
     * @param limit the time the call had
     * @param mayHaveActed whether its bytes were on the way to the cloud
     */
    record Deadline(Duration limit, boolean mayHaveActed) implements Failure {
        @Override
        public Kind kind() {
            return Kind.DEADLINE;
        }

        @Override
        public String detail() {
            return "no answer within " + limit.toMillis() + " ms; the call "
                    + (mayHaveActed ? "may have been executed" : "was not executed");
        }
    }

    /**
     * A region's answer is too long to be put together with those of others.
     *
     * @param maxBytes the cap
     */
    record ReplyTooLarge(String region, long maxBytes) implements Failure {
        @Override
        public Kind kind() {
            return Kind.REPLY_TOO_LARGE;
        }

        @Override
        public String detail() {
            return "the answer of region " + region + " is longer than " + maxBytes
                    + " bytes, which is too much beside others: ask this region alone, or for less";
        }

        @Override
        public boolean mayHaveActed() {
            return true;
        }
    }

    /** A call that cannot go to several regions at once. */
    record NotAcrossRegions(String why) implements Failure {
        @Override
        public Kind kind() {
            return Kind.NOT_ACROSS_REGIONS;
        }

        @Override
        public String detail() {
            return "this call cannot go to several regions: " + why;
        }
    }

    /** A cursor of a merged list that leads nowhere. */
    record CursorInvalid(String why) implements Failure {
        @Override
        public Kind kind() {
            return Kind.CURSOR_INVALID;
        }

        @Override
        public String detail() {
            return "tuyere_cursor leads nowhere: " + why + "; begin the list anew without it";
        }
    }

    /** An Idempotency-Key that came before with another call. */
    record KeyReused() implements Failure {
        @Override
        public Kind kind() {
            return Kind.KEY_REUSED;
        }

        @Override
        public String detail() {
            return "this Idempotency-Key belongs to an earlier call with other content; use a new one for another call";
        }
    }

    /** An Idempotency-Key whose call is still under way, or was cut off and may still have an effect. */
    record KeyInUse(long retryAfterMillis) implements Failure {
        @Override
        public Kind kind() {
            return Kind.KEY_IN_USE;
        }

        @Override
        public String detail() {
            return "a call with this Idempotency-Key is under way; the same call again in " + retryAfterMillis
                    + " ms is answered with what became of it";
        }
    }

    /**
     * It cannot be written down what becomes of a write in each region, or what was is lost in part, so that a repeat would not be
     * known for one; so it was not sent to any.
     *
     * @param retryAfterMillis until what may be lost is not to be remembered any more; 0 where nothing is lost
     */
    record OutcomesUnavailable(long retryAfterMillis) implements Failure {
        private static final long MILLIS_PER_HOUR = 3_600_000;

        /** For the moment. */
        public OutcomesUnavailable() {
            this(0);
        }

        @Override
        public Kind kind() {
            return Kind.OUTCOMES_UNAVAILABLE;
        }

        @Override
        public String detail() {
            return retryAfterMillis == 0
                    ? "nothing was sent, since it cannot be written down at the moment which regions act on it; try again"
                            + " in a few seconds"
                    : "nothing was sent, since Redis has lost what it knew of earlier writes, and this may be one of them;"
                            + " look in each region and send it to single ones, or wait "
                            + (retryAfterMillis + MILLIS_PER_HOUR - 1) / MILLIS_PER_HOUR + " h";
        }
    }

    /** The client closed its connection; nobody is left to answer. */
    record ClientGone() implements Failure {
        @Override
        public Kind kind() {
            return Kind.CLIENT_GONE;
        }

        @Override
        public String detail() {
            return "the client closed the connection";
        }
    }

    private static String seconds(long millis) {
        return (millis + 999) / 1000 + " s";
    }
}
