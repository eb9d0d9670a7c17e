package io.tuyere.core;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One failure of every kind. */
public final class FailureSamples {
    private static final List<String> ENABLED = List.of("eu", "us");

    private FailureSamples() {}

    public static Stream<Failure> all() {
        return Stream.of(
                new Failure.BadRequest("the path contains an empty segment"),
                new Failure.MethodNotAllowed("GET, POST, PUT, DELETE"),
                new Failure.TargetTooLong(),
                new Failure.HeadersTooLarge(),
                new Failure.ExpectationFailed(),
                new Failure.RequestTimeout(),
                new Failure.MissingHeader("sign"),
                new Failure.BodyTooLarge(1_048_576),
                new Failure.UnknownCredential("this API key is not known"),
                new Failure.BadSignature(),
                new Failure.StaleTime(-300_001),
                new Failure.JwtInvalid("it has expired (exp); get a new one"),
                new Failure.KeysUnavailable(),
                new Failure.TokenMissing(),
                new Failure.TokenInvalid("it is expired"),
                new Failure.GrantInvalid(),
                new Failure.UnknownCountry("999"),
                new Failure.UnknownRegion("moon", ENABLED),
                new Failure.NoRegion(ENABLED),
                new Failure.RegionNotEnabled("in", "country IN in header", ENABLED),
                new Failure.OAuthInvalid("this sign-in was begun too long ago"),
                new Failure.HostNotAllowed(),
                new Failure.ProxyCredential(),
                new Failure.OverPlan("tenant", 1_200),
                new Failure.OverPace("/v2.0/cloud/space/child", "eu", 300),
                new Failure.OverBudget("the cloud says that the quota of this project is used up", 86_400_000),
                new Failure.AccessBlocked(
                        "eu", 28841107, "No access to the data center", 30_000, "country DE belongs to region eu"),
                new Failure.ProductBlocked("eu", "ir", 28841105, "No permission to call this API", 60_000),
                new Failure.ProjectRefused("eu", 28841002, "no permissions"),
                new Failure.SessionUnavailable(),
                new Failure.TenantsUnavailable(),
                new Failure.RegionUnavailable("eu", "connection refused"),
                new Failure.Overloaded("eu"),
                new Failure.UpstreamBroken("eu", "the connection was closed"),
                new Failure.Deadline(Duration.ofSeconds(10), true),
                new Failure.ReplyTooLarge("eu", 1_048_576),
                new Failure.NotAcrossRegions("it is a write that no table says may be repeated in each region"),
                new Failure.CursorInvalid("it has expired"),
                new Failure.KeyReused(),
                new Failure.KeyInUse(1_500),
                new Failure.OutcomesUnavailable(3_600_000),
                new Failure.ClientGone());
    }
}
