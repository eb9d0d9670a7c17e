package io.tuyere.gateway;

import io.tuyere.core.CloudCode;
import io.tuyere.core.Failure;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.ResourceId;
import io.tuyere.core.RetryRule;
import io.tuyere.core.TopLevelJson;
import io.tuyere.upstream.WireHeaders;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The mistakes that calls to Tuya are often refused for and that its codes do not name: each shows in the call itself. Words for
 * {@code X-Tuyere-Hint}, never for a body.
 */
final class Traps {
    private static final String SMART_HOME = "/v1.0/devices/";
    private static final String INDUSTRY = "/v1.0/iot-03/devices/";

    /** Sixteen hexadecimal digits, alone or behind four letters, are how uuids look; device ids are longer. */
    private static final Pattern UUID = Pattern.compile("(uuid|tuya)?[0-9a-f]{16}");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{9,10}");

    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?[0-9][0-9 ()-]{4,}");

    private static final Failure STALE = new Failure.StaleTime(Long.MIN_VALUE / 2);

    private Traps() {}

    /** What may be wrong with a call that got this code, empty for nothing that shows. */
    static String of(Exchange exchange, CloudCode code, ResourceId about) {
        return code.retry() == RetryRule.IN_OTHER_REGIONS
                ? device(exchange.target().path(), about)
                : "";
    }

    private static String device(String path, ResourceId about) {
        if (about.kind() == ResourceId.Kind.DEVICE && UUID.matcher(about.id()).matches()) {
            return "the id looks like a uuid; calls want the device id (id, not uuid, in lists of devices)";
        }
        if (path.startsWith(INDUSTRY)) {
            return "a device that was paired by an app is asked for under " + SMART_HOME + "{id}";
        }
        return path.startsWith(SMART_HOME)
                ? "a device of a custom or industry project is asked for under " + INDUSTRY + "{id}"
                : "";
    }

    /** What shows in a call before it is sent, for people who ask. */
    static List<String> seen(Exchange exchange) {
        List<String> seen = new ArrayList<>();
        switch (exchange.endpoint()) {
            case UNKNOWN_GRANT -> seen.add(new Failure.GrantInvalid().hint());
            case APP_LOGIN, PROJECT_LOGIN -> seen.add(ofSignIn(exchange));
            case BUSINESS -> seen.add(ofDevice(exchange));
            default -> {}
        }
        if (SECONDS.matcher(exchange.header(WireHeaders.T)).matches()) {
            seen.add(
                    exchange.header(WireHeaders.SIGN).isEmpty()
                            ? "t is in seconds; without a signature it is not looked at"
                            : STALE.hint());
        }
        if (exchange.body().length() > 0
                && exchange.header(HttpHeaders.CONTENT_TYPE).isEmpty()) {
            seen.add("the body has no Content-Type; it goes on as application/json");
        }
        seen.removeIf(String::isEmpty);
        return List.copyOf(seen);
    }

    private static String ofDevice(Exchange exchange) {
        String path = exchange.target().path();
        String asked = Outbound.asked(exchange);
        if (!asked.equals(path)) {
            return "asked as " + asked + " (device-paths)";
        }
        return PathTemplates.builtIn()
                .match(path)
                .resource()
                .map(about -> device(path, about))
                .orElse("");
    }

    /** What may be wrong with a sign-in that was refused, empty for nothing that shows. */
    static String ofSignIn(Exchange exchange) {
        byte[] body = exchange.body().getBytes();
        SignIn signIn = new SignIn();
        TopLevelJson.scan(body, body.length, signIn);
        return signIn.countryCode || !PHONE_NUMBER.matcher(signIn.username).matches()
                ? ""
                : "a telephone number as username needs country_code beside it, such as \"49\"";
    }

    private static final class SignIn implements TopLevelJson.Visitor {
        private String username = "";
        private boolean countryCode;

        @Override
        public boolean member(TopLevelJson.Text key, TopLevelJson.Text value) {
            if (key.is("username")) {
                username = value.toString();
            } else if (key.is("country_code")) {
                countryCode = !value.is("") && !value.is("null");
            }
            return true;
        }
    }
}
