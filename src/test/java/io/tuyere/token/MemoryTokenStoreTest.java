package io.tuyere.token;

import static io.tuyere.token.FakeIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class MemoryTokenStoreTest {
    private static final TokenKey KEY = new TokenKey.OfUser("acme", "eu", "uid");

    private final MemoryTokenStore store = new MemoryTokenStore();
    private final UpstreamToken first = token("first", 1);
    private final UpstreamToken second = token("second", 2);

    @Test
    void renewalGetsWhatIsStoredAndItsAnswerIsStored() {
        assertThat(store.save(KEY, first).succeeded()).isTrue();

        Future<UpstreamToken> renewed = store.exclusively(KEY, stored -> {
            assertThat(stored).isEqualTo(first);
            return Future.succeededFuture(second);
        });

        assertThat(renewed.result()).isEqualTo(second);
        assertThat(store.load(KEY).result()).isEqualTo(second);
    }

    @Test
    void failedRenewalLeavesWhatIsStored() {
        assertThat(store.save(KEY, first).succeeded()).isTrue();

        Future<UpstreamToken> renewed = store.exclusively(KEY, stored -> Future.failedFuture("no"));

        assertThat(renewed.failed()).isTrue();
        assertThat(store.load(KEY).result()).isEqualTo(first);
    }

    @Test
    void tokenSavedMeanwhileIsNewerThanTheRenewal() {
        Promise<UpstreamToken> answer = Promise.promise();

        Future<UpstreamToken> renewed = store.exclusively(KEY, stored -> answer.future());
        assertThat(store.save(KEY, second).succeeded()).isTrue();
        answer.complete(first);

        assertThat(renewed.result()).isEqualTo(second);
        assertThat(store.load(KEY).result()).isEqualTo(second);
    }

    @Test
    void onlyTheTokenThatIsMeantIsRemoved() {
        assertThat(store.save(KEY, first).succeeded()).isTrue();

        assertThat(store.remove(KEY, second).succeeded()).isTrue();
        assertThat(store.load(KEY).result()).isEqualTo(first);
        assertThat(store.remove(KEY, first).succeeded()).isTrue();
        assertThat(store.load(KEY).result()).isNull();
    }
}
