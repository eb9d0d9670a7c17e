package io.tuyere.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @CsvSource({"00, true, -01", "00, false, -00", "00, true, -03", "01, true, -01-what-comes-later", "cc, false, -02"})
    void headerIsRead(String version, boolean sampled, String rest) {
        TraceParent parent = TraceParent.read(version + "-" + TRACE + "-" + SPAN + rest);

        assertThat(parent).isEqualTo(new TraceParent(TRACE, SPAN, sampled));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319cXb7ad6b7169203331-01",
                "0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331- 1",
                "00-٠af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void whatIsNotWellFormedDoesNotCount(String header) {
        assertThat(TraceParent.read(header)).isNull();
    }

    @Test
    void headerIsWrittenAsItWasRead() {
        String header = "00-" + TRACE + "-" + SPAN + "-01";

        assertThat(Objects.requireNonNull(TraceParent.read(header)).header()).isEqualTo(header);
    }
}
