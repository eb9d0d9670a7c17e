package io.tuyere.sim;

import java.util.ArrayList;
import java.util.List;

/** All endpoints, looked up by method and path; the first that was added wins. Filled once, then read only. */
final class RouteTable {
    private final List<List<Route>> byLength = new ArrayList<>();

    void token(String method, String template, Endpoint endpoint) {
        add(method, template, Route.Access.TOKEN, endpoint);
    }

    void login(String method, String template, Endpoint endpoint) {
        add(method, template, Route.Access.LOGIN, endpoint);
    }

    void business(String method, String template, Endpoint endpoint) {
        add(method, template, Route.Access.BUSINESS, endpoint);
    }

    /** The route of these segments of a path, or {@link Route#UNKNOWN}. */
    Route find(String method, String[] segments) {
        if (segments.length >= byLength.size()) {
            return Route.UNKNOWN;
        }
        for (Route route : byLength.get(segments.length)) {
            if (route.takes(method, segments)) {
                return route;
            }
        }
        return Route.UNKNOWN;
    }

    /** The parts of a raw path between slashes; a slash at the end adds none, as clients send both forms. */
    static String[] segments(String path) {
        int from = path.startsWith("/") ? 1 : 0;
        int to = path.length() > from && path.endsWith("/") ? path.length() - 1 : path.length();
        List<String> segments = new ArrayList<>(8);
        for (int slash = path.indexOf('/', from); slash >= 0 && slash < to; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(from, to));
        return segments.toArray(String[]::new);
    }

    private void add(String method, String template, Route.Access access, Endpoint endpoint) {
        String[] segments = segments(template);
        while (byLength.size() <= segments.length) {
            byLength.add(new ArrayList<>());
        }
        byLength.get(segments.length).add(new Route(method, method + " " + template, segments, access, endpoint));
    }
}
