package io.tuyere.upstream;

import io.tuyere.core.Secret;
import io.tuyere.sign.Hmac;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keyed MACs, made once per secret and event loop; the least recently used are let go. Owner's event loop only. */
public final class HmacKeys {
    private static final int MAX_KEYS = 65_536;

    private final MessageDigest sha256;

    private final Map<Secret, Hmac> keys = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Secret, Hmac> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** With a digest of its own. */
    public HmacKeys() {
        this(Hmac.sha256());
    }

    /** With this SHA-256, which does the work of all of them. */
    public HmacKeys(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /** The MAC keyed with this secret. */
    public Hmac of(Secret secret) {
        return keys.computeIfAbsent(secret, key -> new Hmac(key, sha256));
    }
}
