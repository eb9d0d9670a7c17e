package io.tuyere.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.core.Secret;
import io.tuyere.redis.RedisSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisSettingsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(50);
    private static final Optional<Secret> PASSWORD = Optional.of(Secret.of("open-sesame"));

    @Test
    void defaults() {
        RedisSettings settings = RedisSettings.defaults();

        assertThat(settings)
                .isEqualTo(new RedisSettings(
                        List.of("redis://127.0.0.1:6379"),
                        Mode.STANDALONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        TIMEOUT));
    }

    @Test
    void everyKeySet() {
        RedisSettings settings = new RedisSettings(
                List.of("rediss://a:26379", "rediss://b:26379"),
                Mode.SENTINEL,
                Optional.of("mymaster"),
                Optional.of("tuyere"),
                PASSWORD,
                true,
                TIMEOUT);

        assertThat(settings.withCommandTimeout(Duration.ofSeconds(1)).commandTimeout())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.toString()).doesNotContain("open-sesame");
    }

    @ParameterizedTest
    @CsvSource({
        "redis.url, '', STANDALONE, ''",
        "redis.url, redis://a redis://b, STANDALONE, ''",
        "redis.url, http://a, STANDALONE, ''",
        "redis.url, rediss://a, STANDALONE, ''",
        "redis.url, redis:///0, STANDALONE, ''",
        "redis.url, redis://user:open-sesame@a, STANDALONE, ''",
        "redis.master, redis://a, SENTINEL, ''",
        "redis.master, redis://a, CLUSTER, mymaster",
    })
    void eachBadCombinationIsRefused(String key, String urls, Mode mode, String master) {
        List<String> list = urls.isEmpty() ? List.of() : List.of(urls.split(" "));
        Optional<String> name = Optional.of(master).filter(text -> !text.isEmpty());

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new RedisSettings(list, mode, name, Optional.empty(), Optional.empty(), false, TIMEOUT))
                .withMessageStartingWith(key + " must")
                .withMessageNotContaining("open-sesame");
    }

    @Test
    void userWithoutPasswordIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisSettings(
                        List.of("redis://a"),
                        Mode.STANDALONE,
                        Optional.empty(),
                        Optional.of("tuyere"),
                        Optional.empty(),
                        false,
                        TIMEOUT))
                .withMessageStartingWith("redis.user must");
    }

    @ParameterizedTest
    @CsvSource({"0", "10001"})
    void commandTimeoutOutOfBoundsIsRefused(long millis) {
        RedisSettings settings = RedisSettings.defaults();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withCommandTimeout(Duration.ofMillis(millis)))
                .withMessageStartingWith("redis.command-timeout must");
    }
}
