package io.tuyere.admin;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The port of health, metrics, administration and console: group {@code management} of the configuration.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param tokens who may use the administration API; without any, it can only be read, and only where the port is for this
 *     machine alone
 */
public record ManagementSettings(String host, int port, List<Token> tokens) {
    private static final int MOST_TOKENS = 100;
    private static final Set<String> NAMES = Set.of("localhost", "::1", "[::1]");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    /** What a token allows; each includes the ones before it. */
    public enum Role {
        /** To look. */
        READ,
        /** To steer: breakers, tokens, budgets, log levels, reloading. */
        OPERATE,
        /** To change tenants and their credentials. */
        ADMIN;

        /** Lower-case name. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether somebody with this role may do what needs another. */
        public boolean covers(Role needed) {
            return compareTo(needed) >= 0;
        }
    }

    /**
     * Somebody who may use the administration API.
     *
     * @param name who it is, for the audit log
     * @param sha256 of the token, in lower-case hexadecimal digits; the token itself is kept nowhere
     */
    public record Token(String name, Role role, String sha256) {
        public Token {
            if (name.isBlank() || name.length() > 64) {
                throw new IllegalArgumentException("name must be 1 to 64 characters");
            }
            if (HexFormat.of().parseHex(sha256).length != 32) {
                throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits");
            }
        }

        @Override
        public String toString() {
            return "Token[" + name + ", " + role.word() + "]";
        }
    }

    public ManagementSettings {
        tokens = List.copyOf(tokens);
        if (host.isBlank()) {
            throw new IllegalArgumentException("management.host must not be blank");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("management.port must be 0 to 65535, was " + port);
        }
        if (tokens.size() > MOST_TOKENS) {
            throw new IllegalArgumentException("management.tokens must be at most " + MOST_TOKENS);
        }
        Set<String> names = new HashSet<>();
        for (Token token : tokens) {
            if (!names.add(token.name())) {
                throw new IllegalArgumentException(
                        "management.tokens must differ in their names, two are " + token.name());
            }
        }
    }

    /** What is used where the configuration says nothing: port 9090, for this machine only, without tokens. */
    public static ManagementSettings defaults() {
        return new ManagementSettings("127.0.0.1", 9090, List.of());
    }

    /** Whether only this machine reaches the port. */
    public boolean loopback() {
        return isLoopback(host);
    }

    /** Whether a name or address is this machine's own, whatever a name server says. */
    static boolean isLoopback(String host) {
        return NAMES.contains(host) || LOOPBACK.matcher(host).matches();
    }

    /** These settings with another {@code management.host}. */
    public ManagementSettings withHost(String value) {
        return new ManagementSettings(value, port, tokens);
    }

    /** These settings with another {@code management.port}. */
    public ManagementSettings withPort(int value) {
        return new ManagementSettings(host, value, tokens);
    }

    /** These settings with other {@code management.tokens}. */
    public ManagementSettings withTokens(List<Token> value) {
        return new ManagementSettings(host, port, value);
    }
}
