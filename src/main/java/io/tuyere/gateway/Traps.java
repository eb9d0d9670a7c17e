package io.tuyere.gateway;

import io.tuyere.core.CloudCode;
import io.tuyere.core.ResourceId;
import io.tuyere.core.RetryRule;
import io.tuyere.core.TopLevelJson;
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

    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?[0-9][0-9 ()-]{4,}");

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
