package io.tuyere.core;

/**
 * Under which of Tuya's two families of paths a tenant's devices are asked for. An app's devices are found under one, those of
 * custom and industry projects under the other, and clients that were written for one ask there whatever they have.
 */
public enum DevicePaths {
    /** As the client asks. */
    AS_SENT("", ""),
    /** Under {@code /v1.0/devices/}: devices that were paired by an app. */
    SMART_HOME("/v1.0/iot-03/devices/", "/v1.0/devices/"),
    /** Under {@code /v1.0/iot-03/devices/}: devices of a custom or industry project. */
    INDUSTRY("/v1.0/devices/", "/v1.0/iot-03/devices/");

    private final String from;
    private final String to;

    DevicePaths(String from, String to) {
        this.from = from;
        this.to = to;
    }

    /** The path that is asked: another only for calls that both families have in the same form. */
    public String of(String method, String path) {
        if (this == AS_SENT || !path.startsWith(from)) {
            return path;
        }
        int slash = path.indexOf('/', from.length());
        String tail = slash < 0 ? "" : path.substring(slash);
        boolean aboutADevice = PathTemplates.builtIn().match(path).resource().isPresent();
        return aboutADevice && shared(method, tail)
                ? to + path.substring(from.length(), path.length() - tail.length()) + renamed(tail)
                : path;
    }

    private static boolean shared(String method, String tail) {
        return switch (tail) {
            case "", "/status", "/functions", "/specification", "/specifications" -> method.equals("GET");
            case "/commands" -> method.equals("POST");
            default -> false;
        };
    }

    private String renamed(String tail) {
        return switch (tail) {
            case "/specification", "/specifications" -> this == INDUSTRY ? "/specification" : "/specifications";
            default -> tail;
        };
    }
}
