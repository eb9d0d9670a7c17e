package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The identifiers are the public example values of Tuya's documentation, "Sign requests for cloud authorization". */
class SignCommandTest {
    private static final String ACCESS_ID = "1KAD46OrT9HafiKdsXeg";
    private static final String SECRET = "4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC";
    private static final String TOKEN = "3f4eda2bdec17232f67c0b188af3eec1";

    @TempDir
    Path folder;

    @Test
    void publishedTokenRequestIsReproduced() {
        CommandRun signed = sign(SECRET, "/v1.0/token?grant_type=1");

        assertThat(signed.code()).isZero();
        assertThat(signed.err()).isEmpty();
        assertThat(signed.out())
                .contains("client_id: " + ACCESS_ID, "t: 1588925778000", "sign_method: HMAC-SHA256")
                .contains("sign: 9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E")
                .contains("GET\ne3b0c442", "area_id:29a33e8796834b1efa6\n", "/v1.0/token?grant_type=1")
                .doesNotContain(SECRET);
    }

    @Test
    void publishedBusinessRequestIsReproduced() {
        CommandRun signed =
                sign(SECRET, "-H", "access_token: " + TOKEN, "/v2.0/apps/schema/users?page_size=50&page_no=1");

        assertThat(signed.out())
                .contains("sign: AE4481C692AA80B25F3A7E12C3A5FD9BBF6251539DD78E565A1A72A508A88784")
                .doesNotContain(TOKEN);
    }

    /** Once the nonce was signed but not among the headers to send. */
    @Test
    void headersToSendAreWhole() {
        assertThat(sign(SECRET, "/v1.0/token?grant_type=1").out()).contains("nonce: 5138cc3a9033d69856923fd07b491173");
        assertThat(CommandRun.of("sign", "--access-id", "a", "--secret", "s", "/")
                        .out())
                .doesNotContain("\nnonce:")
                .containsPattern("t: [0-9]{13}");
    }

    @Test
    void secretMayBeInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");

        assertThat(sign("file:" + file, "/v1.0/token?grant_type=1").out()).contains("sign: 9E48A3E9");
    }

    /** Once the file's content was taken for further arguments. */
    @Test
    void bodyIsSignedAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("body"), "{\"a\": 1}");

        String given = CommandRun.of("sign", "--access-id", "a", "--secret", "s", "-d", "{\"a\": 1}", "/v1.0/x")
                .out();
        String read = CommandRun.of("sign", "--access-id", "a", "--secret", "s", "-d", "@" + file, "/v1.0/x")
                .out();

        assertThat(given).contains("POST\n");
        assertThat(read.substring(read.indexOf("POST"))).isEqualTo(given.substring(given.indexOf("POST")));
    }

    @Test
    void secretThatCannotBeHadIsWrongUsage() {
        CommandRun noVariable = sign("env:TUYERE_NO_SUCH_VARIABLE", "/");
        CommandRun noFile = sign("file:/no/such/file", "/");
        CommandRun empty = sign("", "/");

        assertThat(noVariable.code()).isEqualTo(2);
        assertThat(noVariable.err()).contains("the environment has no TUYERE_NO_SUCH_VARIABLE");
        assertThat(noFile.code()).isEqualTo(2);
        assertThat(noFile.err()).contains("cannot read the secret from /no/such/file");
        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err()).contains("the secret is empty");
    }

    @Test
    void headerWithoutAColonIsWrongUsage() {
        CommandRun wrong = sign(SECRET, "-H", "access_token", "/");

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("a header has the form 'name: value'");
    }

    @Test
    void targetThatNobodyCanSendIsRefusedInWords() {
        CommandRun refused = sign(SECRET, "/v1.0/../token");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).isEqualToIgnoringNewLines("tuyere: the path contains a dot segment");
    }

    @Test
    void bodyThatCannotBeReadIsSaidInWords() {
        CommandRun refused = sign(SECRET, "-d", "@/no/such/file", "/");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).isEqualToIgnoringNewLines("tuyere: cannot read the body from /no/such/file");
    }

    private static CommandRun sign(String secret, String... more) {
        String[] example = {
            "sign",
            "--access-id",
            ACCESS_ID,
            "--secret",
            secret,
            "-H",
            "t: 1588925778000",
            "-H",
            "nonce: 5138cc3a9033d69856923fd07b491173",
            "-H",
            "Signature-Headers: area_id:call_id",
            "-H",
            "area_id: 29a33e8796834b1efa6",
            "-H",
            "call_id: 8afdb70ab2ed11eb85290242ac130003"
        };
        String[] all = new String[example.length + more.length];
        System.arraycopy(example, 0, all, 0, example.length);
        System.arraycopy(more, 0, all, example.length, more.length);
        return CommandRun.of(all);
    }
}
