package io.tuyere.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopLevelJsonTest {
    @Test
    void membersOfTheOutermostObjectAreTold() {
        assertThat(members(" {\"success\" : false,\"code\":1010,\n\t\"msg\":\"a \\\"b\\\" }\",\"t\":-1.5e3}"))
                .containsExactly("success=false", "code=1010", "msg=a \\\"b\\\" }", "t=-1.5e3");
    }

    @Test
    void nestedMembersAreNotTold() {
        assertThat(members("{\"result\":{\"code\":1,\"x\":[{\"t\":\"]}\"}]},\"list\":[1,{\"code\":2}],\"code\":3}"))
                .containsExactly("result={\"code\":1,\"x\":[{\"t\":\"]}\"}]}", "list=[1,{\"code\":2}]", "code=3");
    }

    @Test
    void visitorMayHaveSeenEnough() {
        List<String> seen = new ArrayList<>();
        byte[] json = "{\"a\":1,\"b\":2}".getBytes(UTF_8);

        TopLevelJson.scan(json, json.length, (key, value) -> {
            seen.add(key.toString());
            return false;
        });

        assertThat(seen).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "[{\"a\":1}]", "\"a\"", "null", "7", "}", "x{\"a\":1}", "\uFEFF{\"a\":1}"})
    void anythingElseHasNoMembers(String json) {
        assertThat(members(json)).isEmpty();
        assertThat(TopLevelJson.isObject(json.getBytes(UTF_8), json.getBytes(UTF_8).length))
                .isFalse();
    }

    /** Once a number at the end of a document that was cut off was told as it stood: 10 for 1010. */
    @Test
    void cutOffNumberIsNotTold() {
        assertThat(members("{\"success\":false,\"code\":10")).containsExactly("success=false");
        assertThat(members("{\"success\":fal")).isEmpty();
    }

    @Test
    void onlyTheBytesThatAreMeantAreRead() {
        byte[] json = "{\"a\":1,\"b\":2}".getBytes(UTF_8);
        List<String> seen = new ArrayList<>();

        TopLevelJson.scan(json, 7, (key, value) -> seen.add(key.toString()));

        assertThat(seen).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, -5",
        "1700000000000, 1700000000000",
        "999999999999999999, 999999999999999999",
        "1000000000000000000, 7",
        "9223372036854775808, 7",
        "1.5, 7",
        "1e3, 7",
        "-, 7",
        "true, 7",
        "'\"\"', 7",
        "'\"42\"', 42",
    })
    void plainIntegersAreRead(String value, long number) {
        AtomicReference<Long> read = new AtomicReference<>();
        byte[] json = ("{\"a\":" + value + "}").getBytes(UTF_8);

        TopLevelJson.scan(json, json.length, (key, text) -> {
            read.set(text.asLong(7));
            return true;
        });

        assertThat(read.get()).isEqualTo(number);
    }

    static List<String> members(String json) {
        List<String> members = new ArrayList<>();
        byte[] bytes = json.getBytes(UTF_8);
        TopLevelJson.scan(bytes, bytes.length, (key, value) -> members.add(key + "=" + value));
        return members;
    }
}
