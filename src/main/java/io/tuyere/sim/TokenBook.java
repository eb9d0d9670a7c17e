package io.tuyere.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The tokens and OAuth codes of one region. Any thread.
 *
 * <p>A project has one current token: asking again gives the same one with its remaining life, until shortly before its end;
 * then a new one, while the old lives out. A refresh gives a new pair and ends the old access and refresh token at once. A
 * user's login ends the tokens of that user's earlier login. Sources: Tuya's authorisation pages (Kage5lhwplq2i,
 * Ka49gbaxjygox), and live answers with an {@code expire_time} below 7200.
 */
final class TokenBook {
    private final long lifeMillis;
    private final long renewalMillis;
    private final Map<String, String> initialCodes;
    private final Map<String, Grant> byAccessToken = new ConcurrentHashMap<>();
    private final Map<String, Grant> byRefreshToken = new HashMap<>();
    private final Map<String, Grant> ofProjects = new HashMap<>();
    private final Map<String, Grant> ofLogins = new HashMap<>();
    private final Map<String, String> uidsByCode = new HashMap<>();

    /**
     * An empty book.
     *
     * @param codes OAuth code to uid
     */
    TokenBook(Duration life, Map<String, String> codes) {
        lifeMillis = life.toMillis();
        renewalMillis = Math.min(60_000, lifeMillis / 10);
        initialCodes = Map.copyOf(codes);
        uidsByCode.putAll(codes);
    }

    /** The grant of an access token of this project that lives now. */
    Optional<Grant> live(String accessId, String accessToken, long nowMillis) {
        Grant grant = byAccessToken.get(accessToken);
        return grant != null && grant.liveAt(nowMillis) && grant.accessId().equals(accessId)
                ? Optional.of(grant)
                : Optional.empty();
    }

    synchronized Grant ofProject(String accessId, long nowMillis) {
        Grant current = ofProjects.get(accessId);
        if (current != null && current.expiresAtMillis() - nowMillis > renewalMillis) {
            return current;
        }
        if (current != null) {
            byRefreshToken.remove(current.refreshToken());
        }
        return issue(accessId, projectUid(accessId), false, nowMillis);
    }

    synchronized Grant ofLogin(String accessId, String uid, long nowMillis) {
        Grant earlier = ofLogins.get(loginKey(accessId, uid));
        if (earlier != null) {
            forget(earlier);
        }
        Grant grant = issue(accessId, uid, true, nowMillis);
        ofLogins.put(loginKey(accessId, uid), grant);
        return grant;
    }

    /** The tokens for an OAuth code, which is spent; empty for a code that is spent already or not of this region. */
    synchronized Optional<Grant> ofCode(String accessId, String code, long nowMillis) {
        return Optional.ofNullable(uidsByCode.remove(code)).map(uid -> issue(accessId, uid, true, nowMillis));
    }

    /** A new pair in place of the one that the refresh token belongs to; empty for one that is spent or unknown. */
    synchronized Optional<Grant> refreshed(String accessId, String refreshToken, long nowMillis) {
        Grant old = byRefreshToken.get(refreshToken);
        if (old == null || !old.accessId().equals(accessId)) {
            return Optional.empty();
        }
        boolean ofLogin = old.equals(ofLogins.get(loginKey(accessId, old.uid())));
        forget(old);
        Grant grant = issue(accessId, old.uid(), old.forUser(), nowMillis);
        if (ofLogin) {
            ofLogins.put(loginKey(accessId, old.uid()), grant);
        }
        return Optional.of(grant);
    }

    synchronized Set<String> all() {
        Set<String> all = new HashSet<>(byAccessToken.keySet());
        all.addAll(byRefreshToken.keySet());
        return all;
    }

    synchronized void addCode(String code, String uid) {
        uidsByCode.put(code, uid);
    }

    /** Ends one access token now; its refresh token stays good. */
    synchronized void expire(String accessToken) {
        end(grant -> grant.accessToken().equals(accessToken));
    }

    /** Ends every access token now; the refresh tokens stay good. */
    synchronized void expireAll() {
        end(grant -> true);
    }

    /** Ends every access and refresh token now. */
    synchronized void revokeAll() {
        byAccessToken.clear();
        byRefreshToken.clear();
        ofProjects.clear();
        ofLogins.clear();
    }

    synchronized void reset() {
        revokeAll();
        uidsByCode.clear();
        uidsByCode.putAll(initialCodes);
    }

    private Grant issue(String accessId, String uid, boolean forUser, long nowMillis) {
        byAccessToken.values().removeIf(grant -> !grant.liveAt(nowMillis));
        Grant grant = new Grant(random(), random(), accessId, uid, forUser, nowMillis + lifeMillis);
        byAccessToken.put(grant.accessToken(), grant);
        byRefreshToken.put(grant.refreshToken(), grant);
        if (!forUser) {
            ofProjects.put(accessId, grant);
        }
        return grant;
    }

    private void forget(Grant grant) {
        byAccessToken.remove(grant.accessToken());
        byRefreshToken.remove(grant.refreshToken());
        ofProjects.remove(grant.accessId(), grant);
    }

    private void end(Predicate<Grant> chosen) {
        for (Grant grant : List.copyOf(byAccessToken.values())) {
            if (chosen.test(grant)) {
                byAccessToken.remove(grant.accessToken());
                ofProjects.computeIfPresent(
                        grant.accessId(), (id, current) -> current.equals(grant) ? current.endingAt(0) : current);
            }
        }
    }

    private static String loginKey(String accessId, String uid) {
        return accessId + '\n' + uid;
    }

    private static String projectUid(String accessId) {
        return "bay" + (1_600_000_000_000L + (accessId.hashCode() & 0x7fffffff)) + "proj";
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
