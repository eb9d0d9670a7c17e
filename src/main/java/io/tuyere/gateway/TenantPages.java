package io.tuyere.gateway;

import java.util.List;

/** The pages under {@code /tuyere/v1} that are about one tenant: they go the way of calls, which finds out who asks. */
public final class TenantPages {
    private static final List<String> PATHS = List.of(BudgetPage.PATH, LocatePage.PATH, OAuthSessions.PATH);

    private TenantPages() {}

    /** Whether a request target is one of them. */
    public static boolean hold(String uri) {
        for (String path : PATHS) {
            if (uri.startsWith(path) && (uri.length() == path.length() || uri.charAt(path.length()) == '?')) {
                return true;
            }
        }
        return false;
    }
}
