package io.tuyere.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RecentNamesTest {
    private final RecentNames names = new RecentNames();

    private CharSequence name(String text) {
        byte[] line = ("??" + text + ": value").getBytes(US_ASCII);
        return names.name(line, 2, text.length());
    }

    @Test
    void nameThatCameBeforeIsNotMadeAgain() {
        CharSequence first = name("Content-Type");

        assertThat(name("Content-Type")).isSameAs(first);
        assertThat(first.toString()).isEqualTo("Content-Type");
    }

    /** What the sender wrote is what is passed on. */
    @Test
    void upperAndLowerCaseStayAsTheyCame() {
        CharSequence lower = name("x-id");

        assertThat(name("X-id")).isNotSameAs(lower).hasToString("X-id");
        assertThat(name("x-id")).hasToString("x-id");
    }

    @Test
    void longNamesAreNotKept() {
        String text = "x".repeat(5_000);

        assertThat(name(text)).isNotSameAs(name(text)).hasToString(text);
    }

    @Test
    void headerWithoutNameHasNone() {
        assertThat(name("")).isEmpty();
    }

    /** One array of names serves all messages of an event loop, whoever sends them. */
    @Property
    void everyNameIsTheOneThatWasSent(@ForAll @AlphaChars @StringLength(min = 1, max = 60) String text) {
        assertThat(name(text)).hasToString(text);
        assertThat(name(text.toLowerCase(Locale.ROOT))).hasToString(text.toLowerCase(Locale.ROOT));
    }
}
