package io.tuyere.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out from which address a request comes. That is the peer of its connection, unless that is a proxy that is trusted: then the
 * proxy tells, in {@code X-Forwarded-For} or, without that, in {@code Forwarded} (RFC 7239). Each proxy adds whom it saw at the end, so
 * the list is read from there, up to the first address that is no trusted proxy's; what stands before it anybody may have written.
 * Where an entry is no address, the proxy that wrote it is the one who calls. Any thread.
 */
public final class ClientAddresses {
    /** More proxies than this in a row are none that somebody set up. */
    private static final int MOST_PROXIES = 16;

    private static final CharSequence X_FORWARDED_FOR = "X-Forwarded-For";
    private static final CharSequence FORWARDED = "Forwarded";
    private static final String FOR = "for=";

    private final List<Network> trusted;

    /** Addresses behind proxies in these networks. */
    public ClientAddresses(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The address, without its port; empty where there is none. */
    String of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        String address = peer == null ? null : peer.hostAddress();
        return address == null ? "" : of(address, request.headers());
    }

    /** Whether somebody on this machine calls, and no proxy on it for somebody else. */
    boolean ofThisMachine(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        String host = peer == null ? null : peer.hostAddress();
        InetAddress address = host == null ? null : Network.address(host);
        return address != null
                && address.isLoopbackAddress()
                && !request.headers().contains(X_FORWARDED_FOR)
                && !request.headers().contains(FORWARDED);
    }

    /** The address behind a request of this peer with these headers. */
    String of(String peer, MultiMap headers) {
        InetAddress proxy = trusted.isEmpty() ? null : Network.address(peer);
        return proxy == null || !trusts(proxy) ? peer : behind(proxy, headers);
    }

    private boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private String behind(InetAddress proxy, MultiMap headers) {
        InetAddress client = proxy;
        List<String> told = told(headers);
        int last = Math.max(0, told.size() - MOST_PROXIES);
        for (int at = told.size() - 1; at >= last && trusts(client); at--) {
            InetAddress before = Network.address(withoutPort(told.get(at)));
            if (before == null) {
                break;
            }
            client = before;
        }
        return client.getHostAddress();
    }

    /** Whom the proxies saw, the last one last. */
    private static List<String> told(MultiMap headers) {
        if (headers.contains(X_FORWARDED_FOR)) {
            return entries(headers.getAll(X_FORWARDED_FOR));
        }
        List<String> told = new ArrayList<>();
        for (String element : entries(headers.getAll(FORWARDED))) {
            told.add(node(element));
        }
        return told;
    }

    /** A list may be spread over several fields (RFC 9110, section 5.3). */
    private static List<String> entries(List<String> fields) {
        List<String> entries = new ArrayList<>();
        for (String field : fields) {
            for (String entry : field.split(",", -1)) {
                entries.add(entry.strip());
            }
        }
        return entries;
    }

    /** What {@code for} says in an element of {@code Forwarded}; empty for nothing. */
    private static String node(String element) {
        for (String pair : element.split(";", -1)) {
            String stripped = pair.strip();
            if (stripped.regionMatches(true, 0, FOR, 0, FOR.length())) {
                String value = stripped.substring(FOR.length());
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }

    /** An IPv6 address stands in brackets where it has a port, and may do so where it has none. */
    private static String withoutPort(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end > 0 && (end == node.length() - 1 || isPort(node.substring(end + 1)))
                    ? node.substring(1, end)
                    : "";
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') && isPort(node.substring(colon))
                ? node.substring(0, colon)
                : node;
    }

    private static boolean isPort(String text) {
        return text.matches(":[0-9]{1,5}");
    }
}
