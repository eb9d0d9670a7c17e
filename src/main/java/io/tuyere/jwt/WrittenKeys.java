package io.tuyere.jwt;

import io.vertx.core.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that stand in the configuration. They change with it. */
final class WrittenKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(WrittenKeys.class);

    private final @Nullable KeySet keys;
    private final String trouble;

    WrittenKeys(String text) {
        KeySet read = null;
        String why = "";
        try {
            read = KeySet.parse(text);
        } catch (IllegalArgumentException unusable) {
            why = String.valueOf(unusable.getMessage());
            LOG.atWarn().addKeyValue("reason", why).log("a key set of the configuration cannot be used");
        }
        this.keys = read;
        this.trouble = why;
    }

    @Override
    public @Nullable KeySet keys() {
        return keys;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public Future<Void> seek(Predicate<KeySet> wanted) {
        return Future.succeededFuture();
    }

    @Override
    public void tick() {
        // They are as they are.
    }
}
