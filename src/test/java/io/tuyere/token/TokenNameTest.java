package io.tuyere.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenNameTest {
    static Stream<TokenKey> keys() {
        return Stream.of(
                new TokenKey.OfProject("demo-project", "eu"),
                new TokenKey.OfProject("a:b}", "us-east"),
                new TokenKey.OfUser("acme", "eu", "eu1600000000001"),
                new TokenKey.OfUser("a{c}me", "eu", "uid with spaces:and more"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void nameTellsItsKeyAndHasOneHashTag(TokenKey key) {
        TokenName name = TokenName.of(key);

        assertThat(name.key()).hasValue(key);
        assertThat(name.token()).matches("tuyere:1:\\{[^{} ]+}:token");
        assertThat(name.lock()).startsWith(name.base());
        assertThat(name.fence()).startsWith(name.base());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tuyere:1:{project:a}", "tuyere:1:{user:a:b}", "tuyere:2:{project:a:b}", "tuyere:1:{"})
    void anythingElseIsNobodysName(String text) {
        assertThat(new TokenName(text).key()).isEmpty();
    }
}
